# Sourced by demo.sh and test.sh: packages, and one way to configure.

# need PACKAGE...: installs what is missing with apt; elsewhere says what to install.
need() {
  local missing=() package
  if ! command -v dpkg-query >/dev/null 2>&1 || ! command -v apt-get >/dev/null 2>&1; then
    local tool absent=()
    for tool in g++ cmake ninja; do command -v "$tool" >/dev/null 2>&1 || absent+=("$tool"); done
    if [ ${#absent[@]} -gt 0 ]; then
      echo "This is no Debian system. Please install ${absent[*]}, and what corresponds to: $*" >&2
      exit 1
    fi
    echo "This is no Debian system. If the build lacks something, install what corresponds to: $*" >&2
    return
  fi
  for package in "$@"; do
    dpkg-query -W -f='${Status}' "$package" 2>/dev/null | grep -q 'install ok installed' || missing+=("$package")
  done
  [ ${#missing[@]} -gt 0 ] || return 0
  local as_root=()
  if [ "$(id -u)" -ne 0 ]; then
    if ! command -v sudo >/dev/null 2>&1; then
      echo "Please install as root: apt-get install ${missing[*]}" >&2
      exit 1
    fi
    as_root=(sudo)
  fi
  echo "Installing ${missing[*]}"
  "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get update -qq
  "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "${missing[@]}" >/dev/null
}

build_packages=(g++ cmake ninja-build pkg-config libeigen3-dev libboost-dev nlohmann-json3-dev zlib1g-dev)
test_packages=(ccache libgtest-dev libgmock-dev librapidcheck-dev libbenchmark-dev libexpat1-dev binutils python3 python3-jsonschema)

# Options for configuring that depend on the machine.
launcher() { if command -v ccache >/dev/null 2>&1; then echo "-DCMAKE_CXX_COMPILER_LAUNCHER=ccache"; fi; }
