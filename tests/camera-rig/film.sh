# Frames for the cameras. Sourced by run.

# folder, WxH, format, pictures: one file for each frame, all of one size, first an empty table and then the pictures.
make_film() {
  local folder=$1 size=$2 format=$3 number=0 picture
  shift 3
  mkdir -p "$folder"
  local width=${size%x*} height=${size#*x}
  # The print lies on a grey table, a little turned, and leaves some room around it.
  local place="scale=$((width * 8 / 10)):$((height * 8 / 10)):force_original_aspect_ratio=decrease"
  place+=",format=gray,pad=$width:$height:-1:-1:color=gray,rotate=0.12:fillcolor=gray"
  frame "$folder/000" "$format" -f lavfi -i "color=gray:size=$size" -vf format=gray
  for picture in "$@"; do
    number=$((number + 1))
    frame "$folder/$(printf %03d $number)" "$format" -i "$picture" -vf "$place"
  done
  # A camera's frames have one size; what follows a JPEG in its buffer is no part of it.
  if [[ $format == MJPEG ]]; then truncate -s 512K "$folder"/*; fi
}

# file, format, ffmpeg's arguments for input and filter
frame() {
  local file=$1 format=$2 kind
  shift 2
  case $format in
    YUYV) kind=(-pix_fmt yuyv422 -f rawvideo) ;;
    YU12) kind=(-pix_fmt yuv420p -f rawvideo) ;;
    MJPEG) kind=(-pix_fmt yuvj422p -q:v 4 -c:v mjpeg -f mjpeg) ;;
  esac
  ffmpeg -loglevel error -nostdin -y "$@" -frames:v 1 "${kind[@]}" "$file"
}
