# --- What is done -----------------------------------------------------------------------------------------------------

log_in() {
  local as=(config credentials --server "$KEYCLOAK_URL" --realm master --client "$ADMIN_CLIENT")
  class_data="-XX:ArchiveClassesAtExit=$archive"
  # Where there is no room for the classes, this fails although it logged in.
  if ! KC_CLI_CLIENT_SECRET=$secret kcadm "${as[@]}"; then
    rm -f "$archive"
    class_data=
    KC_CLI_CLIENT_SECRET=$secret call "log in at $KEYCLOAK_URL as the client $ADMIN_CLIENT of the realm master" "${as[@]}"
  fi
  [[ ! -s $archive ]] || class_data="-XX:SharedArchiveFile=$archive"
}

read_server() {
  if ! answer=$(export_realm); then
    [[ $(words) == 'Resource not found'* ]] || fail "could not read the realm $REALM: $(words)"
    # The ledger comes with the realm: nobody has to guess later whose realm it is.
    call "make the realm $REALM" create realms -f "${file[realm]}" -s "clients=[$(ledger realm '')]"
    made+=("realm $REALM")
    written[realm]=1
    answer=$(export_realm) || fail "could not read the realm $REALM: $(words)"
  fi
  read_export "$answer"
  ((${#client_id[@]} > 0)) || fail "could not read the realm $REALM: its export has no clients"
}

find_differences() {
  local entry
  call "read the clients' secrets" get clients -r "$REALM" --fields id,secret
  read_secrets "$answer"
  for entry in "${!file[@]}"; do ! is_current "$entry" || current[$entry]=1; done
}

# The server marks the administrator of its first start as one for a while.
keep_administrator() {
  [[ -z ${old[admin:$ADMIN_CLIENT]:-} ]] || return 0
  call "find the client $ADMIN_CLIENT of the realm master" get clients -r master -q "clientId=$ADMIN_CLIENT"
  [[ $answer == *'"is_temporary_admin" : "true"'* && $answer =~ '"id" : "'([0-9a-f-]+)'"' ]] || return 0
  printf '{"clientId":"%s","attributes":{"is_temporary_admin":"false"}}' "$ADMIN_CLIENT" >"$scratch/admin.json"
  call "keep the client $ADMIN_CLIENT of the realm master" \
    update "clients/${BASH_REMATCH[1]}" -r master -f "$scratch/admin.json"
}

# roles_of add|remove <part or grant>:<holder> <role>…
roles_of() {
  local holder=${2#*:} what="role ${2#*:}" to=(--rname "${2#*:}") role all=()
  if [[ $2 == grant:* ]]; then
    # Roles are taken back before its name is what it should be.
    [[ $1 == add ]] && what=${name_of[$holder]} || what=${name_at[client:$holder]}
    to=(--uusername "service-account-$what")
    what="client $what"
  fi
  for role in "${@:3}"; do all+=(--rolename "$role"); done
  call "$1 roles of the $what: $(joined "${@:3}")" "$1-roles" -r "$REALM" "${to[@]}" "${all[@]}"
  regiven[$2]="roles of the $what"
}

take_back() {
  local entry name
  for entry in $(sorted "${!old[@]}"); do
    [[ -z ${ours[$entry]:-} ]] || continue
    case $entry in
      part:* | grant:*)
        name=${entry%/*}
        # With a role or client that is no longer declared goes whatever it gave or had.
        [[ ${ours[role:${entry##*/}]:-} ]] || continue
        [[ ${ours[role:${name#*:}]:-} || ${ours[client:${name#*:}]:-} ]] || continue
        ! is_given "$entry" || roles_of remove "$name" "${entry##*/}"
        ;;
      role:* | idp:* | client:*)
        [[ ${shown[$entry]+there} ]] || continue
        delete "$entry"
        ;;
    esac
  done
}

delete() {
  local name=${1#*:} what at
  case $1 in
    role:*) what="role $name" at=roles/$name ;;
    idp:*) what="identity provider $name" at=identity-provider/instances/$name ;;
    client:*) what="client ${name_at[$1]}" at=clients/$name ;;
  esac
  call "delete the $what" delete "$at" -r "$REALM"
  deleted+=("$what")
}

# Keycloak replaces a realm's attributes whole, so those that people set are written with ours. Ours stand behind them: of
# two with one name, the last counts. `kcadm update --merge` would also keep what a former mail relay needed.
keep_attributes() {
  local text rest begin='"attributes"[[:space:]]*:[[:space:]]*\{[[:space:]]*'
  text=$(<"${file[realm]}")
  if [[ -n $attributes && $text =~ $begin ]]; then
    begin=${BASH_REMATCH[0]} rest=${text#*"${BASH_REMATCH[0]}"}
    [[ $rest != '}'* ]] || attributes=${attributes%,}
    text=${text%%"$begin"*}$begin$attributes$rest
  fi
  printf '%s\n' "$text" >"$scratch/realm.json"
}

# write <entry> <what it is> <where such are made> <where it is>
write() {
  local from=${file[$1]}
  [[ -z ${current[$1]:-} && -z ${written[$1]:-} ]] || return 0
  if [[ ${shown[$1]+there} ]]; then
    [[ $1 != realm ]] || { keep_attributes && from=$scratch/realm.json; }
    call "change the $2" update "$4" -r "$REALM" -f "$from"
    changed+=("$2")
  else
    call "make the $2" create "$3" -r "$REALM" -f "$from"
    made+=("$2")
  fi
  written[$1]=1
}

# give <part or grant>:<holder> <role>…; tells, at its place in the plan, also what was taken back before.
give() {
  local role missing=()
  for role in "${@:2}"; do is_given "$1/$role" || missing+=("$role"); done
  ((${#missing[@]} == 0)) || roles_of add "$1" "${missing[@]}"
  [[ -z ${regiven[$1]:-} ]] || changed+=("${regiven[$1]}")
}

make_users() {
  local name role all
  for name in "${absent_users[@]}"; do
    call "make the user $name" create users -r "$REALM" -f "${user_file[$name]}"
  done
  for name in "${new_users[@]}"; do
    all=()
    for role in ${begins[$name]}; do all+=(--rolename "$role"); done
    ((${#all[@]} == 0)) || call "give the user $name roles" add-roles -r "$REALM" --uusername "$name" "${all[@]}"
    made+=("user $name")
  done
}

write_all() {
  local name id
  write realm "realm $REALM" realms "realms/$REALM"
  for name in "${roles[@]}"; do write "role:$name" "role $name" roles "roles/$name"; done
  for name in "${roles[@]}"; do give "part:$name" ${included[$name]-}; done
  for id in "${clients[@]}"; do write "client:$id" "client ${name_of[$id]}" clients "clients/$id"; done
  for id in "${clients[@]}"; do give "grant:$id" ${granted[$id]-}; done
  for name in "${providers[@]}"; do
    write "idp:$name" "identity provider $name" identity-provider/instances "identity-provider/instances/$name"
  done
}

read_plan
secret=$(<"$ADMIN_SECRET_FILE")
log_in
read_server
refuse_what_is_not_ours
find_differences
claim_all
keep_administrator
begin_ledger
take_back
write_all
make_users
end_ledger
echo "provision: made $(joined "${made[@]:-nothing}"); changed $(joined "${changed[@]:-nothing}"); deleted $(joined "${deleted[@]:-nothing}")"
