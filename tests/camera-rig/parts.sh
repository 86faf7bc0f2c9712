# The rig's parts: packages, kernel, camera module, guest image, virtual machine. Sourced by run.

cache=${XDG_CACHE_HOME:-$HOME/.cache}/comptoir-camera-rig

rig_failed() {
  echo "camera-rig: $1" >&2
  exit 125
}

# Runs a command with its output in a log, which is only shown when it fails.
quietly() {
  local log=$cache/$1.log
  shift
  "$@" >"$log" 2>&1 || { tail -n 25 "$log" >&2; rig_failed "$1 failed, see $log"; }
}

install_packages() {
  local pair missing=()
  for pair in qemu-system-x86_64:qemu-system-x86 busybox:busybox-static ffmpeg:ffmpeg v4l2-ctl:v4l-utils \
    cpio:cpio modprobe:kmod make:make gcc:gcc setpriv:util-linux; do
    command -v "${pair%%:*}" >/dev/null || missing+=("${pair##*:}")
  done
  mkdir -p "$cache"
  ((${#missing[@]} == 0)) && return
  [[ $(id -u) == 0 ]] || rig_failed "these packages are needed: ${missing[*]}"
  quietly packages apt_install "${missing[@]}"
}

apt_install() {
  apt-get update && DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends "$@"
}

kernel_version() {
  cat "$cache/ready"
}

# Debian's kernel unpacked, and v4l2loopback built for it. `ready` is written last and holds the version.
build_parts() {
  [[ -e $cache/ready ]] && return
  echo "camera-rig: fetching the kernel and building the camera module, once"
  quietly build build_in_cache
}

build_in_cache() (
  set -e
  cd "$cache"
  rm -rf kernel loopback ./*.deb
  apt-get update
  image=$(apt-cache depends linux-image-amd64 | awk '/Depends: linux-image-/ {print $2; exit}')
  apt-get download "$image" v4l2loopback-dkms
  dpkg -x "$image"_*.deb kernel
  dpkg -x v4l2loopback-dkms_*.deb loopback
  version=$(ls kernel/lib/modules)
  depmod -b kernel "$version"
  apt_install "linux-headers-$version"
  source=$(echo "$PWD"/loopback/usr/src/v4l2loopback-*)
  make -C "/usr/src/linux-headers-$version" M="$source" modules
  cp "$source/v4l2loopback.ko" .
  rm -f ./*.deb
  echo "$version" >ready
)

# The module's files in the order in which they must be loaded, itself last.
module_files() {
  modprobe -S "$(kernel_version)" -d "$cache/kernel" --show-depends "$1" | awk '$1 == "insmod" {print $2}'
}

# guest folder, settings -> compressed initial file system with busybox, the modules, and the guest's scripts
pack_guest() {
  local root=$work/root module file
  mkdir -p "$root"/{bin,dev,proc,sys,host,memory,machine,modules}
  cp "$(command -v busybox)" "$root/bin/busybox"
  cp "$1"/* "$2" "$root/"
  for module in virtio_pci 9pnet_virtio 9p overlay videodev vivid; do module_files "$module"; done |
    awk '!seen[$0]++' | while read -r file; do
      cp "$file" "$root/modules/"
      # vivid makes cameras, so each case loads it for itself.
      [[ $file == */vivid.ko ]] || basename "$file" >>"$root/modules/order"
    done
  cp "$cache/v4l2loopback.ko" "$root/modules/"
  chmod +x "$root/init"
  (cd "$root" && find . | cpio -o -H newc 2>/dev/null | gzip -1) >"$3"
}

# acceleration, folder, seconds: the guest reports on its second serial line, into the folder's file `results`.
boot() {
  timeout -k 5 "$3" qemu-system-x86_64 -accel "$1" -cpu max -smp 2 -m 3072 -display none -monitor none -no-reboot \
    -serial "file:$2/console" -serial "file:$2/results" \
    -kernel "$cache/kernel/boot/vmlinuz-$(kernel_version)" -initrd "$2/guest.gz" \
    -append "console=ttyS0 quiet panic=-1" \
    -virtfs local,path=/,mount_tag=host,security_model=none,readonly=on,multidevs=remap >"$2/qemu.log" 2>&1 </dev/null
}
