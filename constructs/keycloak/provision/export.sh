# --- What is there ----------------------------------------------------------------------------------------------------

# Of the server, by entry (role:<name>, client:<uuid>, idp:<alias>): what it shows, and of the ledger: what is ours, digests.
declare -A shown=() children=() grants=() client_id=() name_at=() secret_of=() old=() seen=()
# The realm's attributes, as the export has them, each with a comma behind it.
attributes=''

# One export tells all of it but the users. Secrets are masked in it.
export_realm() { kcadm create partial-export -r "$REALM" -q exportClients=true -q exportGroupsAndRoles=true -o; }

# Keycloak keeps sets, and shows them now in one order and now in another.
sort_list() {
  local head items tail between='", "'
  [[ $line =~ ^(' '+'"'[^\"]+'" : [ "')(.*)('" ]',?)$ && ${BASH_REMATCH[2]} == *"$between"* ]] || return 0
  head=${BASH_REMATCH[1]} items=${BASH_REMATCH[2]} tail=${BASH_REMATCH[3]}
  items=$(LC_ALL=C sort <<<"${items//"$between"/$'\n'}")
  line=$head${items//$'\n'/"$between"}$tail
}

# Reads an export as kcadm prints it: a line a field, indented by its depth. Lists of text stay as they are: [ "a", "b" ]
read_export() {
  local line section='' outer='' text=''
  local -A field=()
  shown=([realm]='') children=() grants=() client_id=() name_at=() attributes=''
  while IFS= read -r line; do
    if [[ $line =~ ^'  "'([A-Za-z]+)'" : ' ]]; then
      section=${BASH_REMATCH[1]}
    elif [[ $section == roles && $line == '    "realm" : [ {' ]]; then
      section=role
      continue
    elif [[ $section == role && $line == '    "client" : '* ]]; then
      section=roles
    fi
    case $section in
      role) line=${line#'  '} ;; # the only entries that stand a step deeper
      clients | users | identityProviders) ;;
      roles | groups | scopeMappings | clientScopeMappings | clientScopes | identityProviderMappers | organizations) continue ;;
      components | authenticationFlows | authenticatorConfig | requiredActions) continue ;;
      *)
        sort_list
        shown[realm]+=$line
        [[ $section != attributes || $line != '    "'* ]] || attributes+="${line%,},"
        continue
        ;;
    esac
    sort_list
    case $line in
      '  }, {' | '  } ]'*)
        keep "$section"
        text='' outer=''
        field=()
        continue
        ;;
      '    "'*) [[ $line =~ ^'    "'([^\"]+)'" : '(.*)$ ]] && outer=${BASH_REMATCH[1]} && put "$outer" "${BASH_REMATCH[2]}" ;;
      '      "'*) [[ $line =~ ^'      "'([^\"]+)'" : '(.*)$ ]] && put "$outer/${BASH_REMATCH[1]}" "${BASH_REMATCH[2]}" ;;
    esac
    text+=$line
  done <<<"$1"
}

put() {
  local value=${2%,}
  [[ $value != '"'*'"' ]] || value=${value:1:-1}
  field[$1]=$value
}

keep() {
  case $1 in
    role)
      shown[role:${field[name]}]=${field[description]:-}
      children[role:${field[name]}]=${field[composites/realm]:-}
      ;;
    clients)
      shown[client:${field[id]}]=$text
      client_id[named:${field[clientId]}]=${field[id]}
      name_at[client:${field[id]}]=${field[clientId]}
      [[ ${field[id]} != "$LEDGER_ID" ]] || read_ledger "${field[attributes/ashlar.made]:-}" "${field[attributes/ashlar.seen]:-}"
      ;;
    users) grants[to:${field[serviceAccountClientId]:-}]=${field[realmRoles]:-} ;;
    identityProviders) shown[idp:${field[alias]}]=$text ;;
  esac
}

# Whoever administers the realm can write here, so only what has the form of an entry is read.
read_ledger() {
  local entry name='[A-Za-z0-9][A-Za-z0-9._-]*' uuid='[0-9a-f-]{36}'
  local form="(realm|(admin|role|idp|user|new-user):$name|client:$uuid|part:$name/$name|grant:$uuid/$name)"
  old=() seen=()
  for entry in $1; do [[ ! $entry =~ ^$form$ ]] || old[$entry]=1; done
  for entry in $2; do [[ ! $entry =~ ^$form=[0-9a-f]+$ ]] || seen[${entry%=*}]=${entry##*=}; done
}

# Clients' secrets are in the list of clients alone.
read_secrets() {
  local line id=''
  while IFS= read -r line; do
    [[ ! $line =~ ^'  "id" : "'(.*)'"' ]] || id=${BASH_REMATCH[1]}
    [[ ! $line =~ ^'  "secret" : "'(.*)'"' ]] || secret_of[client:$id]=${BASH_REMATCH[1]}
  done <<<"$1"
}

# The digest of an entry; the administrator's secret is its key, for a file may hold secrets that are easily guessed.
digest() {
  local sum
  sum=$(printf '%s\n' "$secret" "$(<"${file[$1]}")" "${shown[$1]:-}" | sha256sum)
  echo "${sum:0:24}"
}

# Whether an entry is there as it was left, and as it is declared.
is_current() {
  [[ ${shown[$1]+there} && ${seen[$1]:-} == "$(digest "$1")" ]] || return 1
  # A secret that was changed by hand is not the one that the client's program has.
  [[ -z ${secret_of[$1]:-} || $(<"${file[$1]}") != *'"secret"'* || $(<"${file[$1]}") == *"\"${secret_of[$1]}\""* ]]
}
