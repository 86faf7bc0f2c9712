# Cameras to put at /dev/video0. Sourced by init; runs in busybox. `films` are folders of frames.

films=/machine/run/rig/films
player=''
occupant=''

# Runs a program of the host's file system. Without `env` busybox would run its own of that name.
on_machine() {
  chroot /machine /usr/bin/env "$@"
}

control() {
  on_machine v4l2-ctl -d /dev/video0 "$@"
}

# Takes every camera away.
no_camera() {
  for process in $player $occupant; do
    kill "$process" 2>/dev/null
    wait "$process" 2>/dev/null
  done
  player='' occupant=''
  for module in v4l2loopback vivid; do
    for attempt in 1 2 3 4 5 6 7 8 9 10; do
      grep -q "^$module " /proc/modules || break
      rmmod "$module" 2>/dev/null || usleep 200000
    done
  done
}

# size, format as people name it: a camera that offers exactly this. Nothing is played yet.
camera() {
  no_camera
  insmod /modules/v4l2loopback.ko devices=1 video_nr=0 exclusive_caps=0 card_label="Counter camera" || return 1
  wait_for_camera
  case $2 in
    MJPEG) code=MJPG ;;
    *) code=$2 ;;
  esac
  control -c keep_format=1
  control --set-fmt-video-out="width=${1%x*},height=${1#*x},pixelformat=$code"
}

# size, format: a camera that plays the film of that size and format.
playing_camera() {
  camera "$1" "$2" || return 1
  play "$films/$1-$2" &
  player=$!
  sleep 1
}

# size, format: a camera that showed one empty picture and then no more.
silent_camera() {
  camera "$1" "$2" || return 1
  (exec 3>/dev/video0 && cat "$films/$1-$2/000" >&3 && exec sleep 1000) &
  player=$!
  sleep 1
}

# folder: each frame with one write, as a driver would deliver it.
play() {
  exec 3>/dev/video0
  while true; do
    for frame in "$1"/*; do
      dd if="$frame" bs=4M count=1 2>/dev/null >&3
      usleep 80000
    done
  done
}

# The kernel's test camera: a picture without a code, but it can be busy, and it can be disconnected.
test_camera() {
  no_camera
  insmod /modules/vivid.ko n_devs=1 node_types=0x1 num_inputs=1 input_types=0 vid_cap_nr=0 || return 1
  wait_for_camera
}

wait_for_camera() {
  for attempt in 1 2 3 4 5 6 7 8 9 10; do
    [ -e /dev/video0 ] && return
    usleep 200000
  done
}

# Lets another program use the camera.
occupy() {
  # Not by the function above: it is this very process that must be ended afterwards.
  chroot /machine /usr/bin/env v4l2-ctl -d /dev/video0 --stream-mmap --stream-count=1000000 >/dev/null 2>&1 &
  occupant=$!
  wait_for_stream
}

# Until some program has the camera's buffers in its memory.
wait_for_stream() {
  for attempt in $(seq 150); do
    grep -q /dev/video0 /proc/[0-9]*/maps 2>/dev/null && return
    usleep 200000
  done
}

# Waits until the program reads the test camera and pulls the plug. The device stays dead as long as we hold it.
disconnect_while_read() {
  wait_for_stream
  sleep 2
  exec 9</dev/video0
  control -c disconnect=1
}

# Takes the dead device away and puts a playing camera in its place.
replace_with_playing() {
  sleep 1
  exec 9<&-
  playing_camera "$1" "$2"
}
