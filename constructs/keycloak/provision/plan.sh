# --- What is declared -------------------------------------------------------------------------------------------------

declare -A file=() user_file=() included=() granted=() begins=() name_of=()
roles=() clients=() providers=() users=()

read_plan() {
  local kind one two three number=0
  local name='[A-Za-z0-9][A-Za-z0-9._-]*' uuid='^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$'
  local names="^$name(,$name)*$"
  name="^$name$"
  while read -r kind one two three; do
    number=$((number + 1))
    case $kind in
      realm) [[ -r $one ]] && file[realm]=$one ;;
      role) [[ $one =~ $name && -r $two ]] && roles+=("$one") file[role:$one]=$two ;;
      composites) [[ $one =~ $name && $two =~ $names ]] && included[$one]=${two//,/ } ;;
      client) [[ $one =~ $uuid && $two =~ $name && -r $three ]] && clients+=("$one") name_of[$one]=$two file[client:$one]=$three ;;
      service-roles) [[ $one =~ $uuid && $two =~ $names ]] && granted[$one]=${two//,/ } ;;
      idp) [[ $one =~ $name && -r $two ]] && providers+=("$one") file[idp:$one]=$two ;;
      user) [[ $one =~ $name && -r $two && ${three:-none} =~ $names ]] && users+=("$one") user_file[$one]=$two begins[$one]=${three//,/ } ;;
      *) [[ -z $kind ]] ;;
    esac || fail "line $number of the plan cannot be read: $kind $one $two $three"
  done <"$PLAN"
  [[ -n ${file[realm]:-} ]] || fail "the plan declares no realm"
}
