#!/bin/sh
# Teaches Helix the language Averment, for this user, and nothing else:
#
#   install.sh            compiles the grammar, copies the queries, adds the language to languages.toml
#   install.sh --remove   takes exactly that away again
#
# It writes to $XDG_CONFIG_HOME/helix (~/.config/helix):
#
#   runtime/grammars/averment.so   runtime/queries/averment/   the marked lines of languages.toml
set -eu

here=$(cd "$(dirname "$0")" && pwd)
grammar=$here/../../syntax/tree-sitter-averment/src
config=${XDG_CONFIG_HOME:-$HOME/.config}/helix
languages=$config/languages.toml
begin='# >>> averment: written by its install.sh, which also removes it'
end='# <<< averment'

# languages.toml without what this script wrote.
without_ours() {
  awk -v begin="$begin" -v end="$end" '$0 == begin { ours = 1 } !ours { print } $0 == end { ours = 0 }' "$languages"
}

remove() {
  rm -f "$config/runtime/grammars/averment.so"
  rm -rf "$config/runtime/queries/averment"
  # Folders go only if they are empty.
  rmdir "$config/runtime/grammars" "$config/runtime/queries" "$config/runtime" 2>/dev/null || true
  if [ -f "$languages" ] && grep -qxF "$begin" "$languages"; then
    kept=$(without_ours; echo .)
    kept=${kept%.}
    if [ -n "$kept" ]; then
      # Written in place: languages.toml may be a link into a repository of dotfiles.
      printf '%s' "$kept" >"$languages"
    else
      rm "$languages"
    fi
  fi
}

case ${1-} in
  '') ;;
  --remove)
    remove
    rmdir "$config" 2>/dev/null || true
    echo "Averment is removed from $config"
    exit 0
    ;;
  *)
    sed -n '2,10s/^# \{0,1\}//p' "$0"
    exit 2
    ;;
esac

if [ ! -f "$grammar/parser.c" ]; then
  echo "install.sh: no grammar at $grammar; run it from a clone of the repository" >&2
  exit 1
fi
compiler=${CC:-cc}
if ! command -v "$compiler" >/dev/null; then
  echo "install.sh: no C compiler \`$compiler\`; install gcc or clang, or set CC" >&2
  exit 1
fi
if [ -f "$languages" ] && without_ours | grep -qE '^[[:space:]]*name[[:space:]]*=[[:space:]]*"averment"'; then
  echo "install.sh: $languages has a language \`averment\` of its own; remove it first" >&2
  exit 1
fi

# The parser first: if it does not compile, nothing has changed.
library=$(mktemp)
trap 'rm -f "$library"' EXIT
"$compiler" -O2 -shared -fPIC -std=c11 -I "$grammar" -o "$library" "$grammar/parser.c" "$grammar/scanner.c"

remove
mkdir -p "$config/runtime/grammars" "$config/runtime/queries/averment"
cp "$library" "$config/runtime/grammars/averment.so"
chmod 755 "$config/runtime/grammars/averment.so"
cp "$here"/runtime/queries/averment/*.scm "$config/runtime/queries/averment/"
# A file whose last line is not ended would run into ours.
if [ -s "$languages" ] && [ -n "$(tail -c 1 "$languages")" ]; then
  echo >>"$languages"
fi
{
  echo "$begin"
  cat "$here/languages.toml"
  echo "$end"
} >>"$languages"

echo "Averment is installed in $config; \`hx --health averment\` shows it."
command -v averment >/dev/null || echo "The server is not on PATH yet: cargo install --path crates/averment"
