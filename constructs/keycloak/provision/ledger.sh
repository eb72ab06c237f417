# --- What is ours -----------------------------------------------------------------------------------------------------

declare -A ours=() current=() written=() regiven=()
absent_users=() new_users=()
made=() changed=() deleted=()

joined() {
  local text
  printf -v text '%s, ' "$@"
  echo "${text%, }"
}

sorted() { printf '%s\n' "$@" | sort -u; }

# Everything that stands in the way, told at once, before anything is changed.
refuse_what_is_not_ours() {
  local name id other problems=()
  [[ ${client_id[named:ashlar]:-} == "$LEDGER_ID" ]] || fail "the realm $REALM is there, but this platform did not make it: \
it has no client ashlar with the id $LEDGER_ID. Give the realm another name, or hand it over by making that client, disabled"
  for name in "${roles[@]}"; do
    [[ -z ${shown[role:$name]+there} || ${old[role:$name]:-} ]] || problems+=("role $name (role:$name)")
  done
  for id in "${clients[@]}"; do
    name=${name_of[$id]}
    other=${client_id[named:$name]:-$id}
    [[ $other == "$id" || ${old[client:$other]:-} ]] || problems+=("client $name (client:$other: it will be replaced)")
  done
  for name in "${providers[@]}"; do
    [[ -z ${shown[idp:$name]+there} || ${old[idp:$name]:-} ]] || problems+=("identity provider $name (idp:$name)")
  done
  ((${#problems[@]} == 0)) || fail "declared, but made by somebody else in the realm $REALM: $(joined "${problems[@]}"). Rename \
or delete it there, or hand it over by adding what stands in brackets to the attribute ashlar.made of the client ashlar"
}

# is_given part:<role>/<role> | grant:<uuid>/<role>
is_given() {
  local holder=${1#*:} role=${1##*/} all
  holder=${holder%/*}
  case $1 in
    part:*) all=${children[role:$holder]:-} ;;
    grant:*) all=${grants[to:${name_at[client:$holder]:-}]:-} ;;
  esac
  [[ $all == *' "'"$role"'"'[\ ,]* ]]
}

# What is given by hand before it is declared is not ours, and stays when it is declared no more.
claim() { if [[ ${old[$1]:-} ]] || ! is_given "$1"; then ours[$1]=1; fi; }

claim_all() {
  local name id role
  ours=([realm]=1 [admin:$ADMIN_CLIENT]=1)
  for name in "${roles[@]}"; do
    ours[role:$name]=1
    for role in ${included[$name]-}; do claim "part:$name/$role"; done
  done
  for id in "${clients[@]}"; do
    ours[client:$id]=1
    for role in ${granted[$id]-}; do claim "grant:$id/$role"; done
  done
  for name in "${providers[@]}"; do ours[idp:$name]=1; done
  for name in "${users[@]}"; do
    ours[user:$name]=1
    [[ -z ${old[user:$name]:-} ]] || continue
    call "look for the user $name" get users -r "$REALM" -q "username=$name" -q exact=true --fields username
    [[ $answer == *'"username"'* ]] || absent_users+=("$name")
    # Ours if it was absent when a run began.
    [[ $answer == *'"username"'* && -z ${old[new-user:$name]:-} ]] || new_users+=("$name")
  done
}

ledger() {
  printf '{"id":"%s","clientId":"ashlar","name":"Ledger of Ashlar","enabled":false,"protocol":"openid-connect",' "$LEDGER_ID"
  printf '"description":"Lists what the platform made in this realm; without it, it makes nothing more.",'
  printf '"publicClient":true,"standardFlowEnabled":false,"implicitFlowEnabled":false,'
  printf '"directAccessGrantsEnabled":false,"serviceAccountsEnabled":false,"redirectUris":[],"webOrigins":[],'
  printf '"attributes":{"ashlar.made":"%s","ashlar.seen":"%s"}}' "$1" "$2"
}

# write_ledger <entry>…
write_ledger() {
  local entry digests=()
  for entry in $(sorted "${!seen[@]}"); do digests+=("$entry=${seen[$entry]}"); done
  local list=($(sorted "$@"))
  ledger "${list[*]}" "${digests[*]}" >"$scratch/ledger.json"
  call "write the ledger" update "clients/$LEDGER_ID" -r "$REALM" -f "$scratch/ledger.json"
}

# Before anything is made: whose it will be, and that what will be written is not as it was left.
begin_ledger() {
  local entry name news=''
  local -A all=()
  for entry in "${!old[@]}" "${!ours[@]}"; do all[$entry]=1; done
  # These are not done before they have their roles.
  for name in "${new_users[@]}"; do
    unset "all[user:$name]"
    all[new-user:$name]=1
  done
  for entry in "${!all[@]}"; do [[ ${old[$entry]:-} ]] || news=1; done
  for entry in "${!file[@]}"; do
    [[ -z ${seen[$entry]:-} || ${current[$entry]:-} ]] || { unset "seen[$entry]" && news=1; }
  done
  [[ -z $news ]] || write_ledger "${!all[@]}"
}

end_ledger() {
  local entry
  if ((${#written[@]} > 0)); then
    answer=$(export_realm) || fail "could not read the realm $REALM: $(words)"
    read_export "$answer"
    for entry in "${!written[@]}"; do seen[$entry]=$(digest "$entry"); done
  fi
  for entry in "${!seen[@]}"; do [[ ${ours[$entry]:-} ]] || unset "seen[$entry]"; done
  [[ ${#written[@]} == 0 && $(sorted "${!old[@]}") == "$(sorted "${!ours[@]}")" ]] || write_ledger "${!ours[@]}"
}
