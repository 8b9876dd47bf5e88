# What policies/try and tests/run share: install what is missing, and build. Sourced from the project's root.

say() { printf '\n== %s\n' "$*"; }

missing=
# need COMMAND PACKAGE: the package is wanted when there is no such command
need() { command -v "$1" >/dev/null 2>&1 || missing="$missing $2"; }
# need_header FILE PACKAGE: the same for a header
need_header() { [ -e "/usr/include/$1" ] || missing="$missing $2"; }

# need_file FILE PACKAGE: the same for any file
need_file() { [ -e "$1" ] || missing="$missing $2"; }

install_needed() {
  [ -n "$missing" ] || return 0
  say "Installing (Debian packages):$missing"
  as_root=
  [ "$(id -u)" = 0 ] || as_root=sudo
  $as_root apt-get update -qq
  # shellcheck disable=SC2086 # a list of words
  DEBIAN_FRONTEND=noninteractive $as_root apt-get install -y -qq --no-install-recommends $missing >/dev/null
}

# build FOLDER TYPE [cmake option…]
build() {
  folder=$1
  type=$2
  shift 2
  say "Building $folder ($type)"
  cmake -S . -B "$folder" -DCMAKE_BUILD_TYPE="$type" "$@" >/dev/null
  # The build's own status counts, not that of what filters it: else an old pol would be tested in place of one that does not compile.
  if cmake --build "$folder" --parallel "$(nproc)" >"$folder/build.log" 2>&1; then grep -E 'warning' "$folder/build.log" || true; else
    cat "$folder/build.log"
    return 1
  fi
}
