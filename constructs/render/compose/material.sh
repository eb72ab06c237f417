# Hands keys, passwords and secret files to those who read them, each with its owner and mode, and volumes to their users.
# It runs at every start, as root without a network, and may be repeated: what is right already is left alone. It names
# files and never prints what they say.
# usage: material.sh <plan>, a file of one entry a line whose fields are divided by tabs:
#   folder <path> <uid> <gid> <mode> -         a folder; whatever the plan does not name in it is removed
#   file   <path> <uid> <gid> <mode> <source>  a copy of a file
#   volume <path> <uid> <gid> <mode> -         the root of a volume; what is in it is not touched
#   tree   <path> <uid> <gid> <mode> -         the root of a volume, and everything in it
set -eu
umask 077
plan=$1
tab=$(printf '\t')

# All that is missing is told at once, and before anything is changed.
missing=0
while IFS=$tab read -r kind path uid gid mode source; do
  if [ "$kind" = file ] && [ ! -f "$source" ]; then
    echo "material: $source is missing; run \`ashlar init\`" >&2
    missing=1
  fi
done <"$plan"
[ "$missing" -eq 0 ] || exit 1

own() {
  chown "$uid:$gid" "$1"
  chmod "$mode" "$1"
}

sweep() {
  for entry in "$1"/* "$1"/.[!.]*; do
    if [ -e "$entry" ] || [ -L "$entry" ]; then
      cut -f 2 "$plan" | grep -qxF -- "$entry" || rm -rf -- "$entry"
    fi
  done
}

while IFS=$tab read -r kind path uid gid mode source; do
  case $kind in
    folder)
      mkdir -p "$path"
      own "$path"
      sweep "$path"
      ;;
    file)
      if [ ! -f "$path" ] || ! cmp -s "$source" "$path"; then
        # Readers see the old file or the new one, never a part of it.
        rm -f -- "$path.new"
        cp "$source" "$path.new"
        own "$path.new"
        mv -f "$path.new" "$path"
      else
        own "$path"
      fi
      ;;
    volume)
      own "$path"
      ;;
    tree)
      chown -R "$uid:$gid" "$path"
      chmod -R u+rwX "$path"
      own "$path"
      ;;
    *)
      echo "material: unknown entry: $kind" >&2
      exit 1
      ;;
  esac
done <"$plan"
