// Makes the page paint for a moment: one pixel in the corner changes its shade, too little to be seen.
const pixel = document.body.appendChild(document.createElement('div'));
Object.assign(pixel.style, { position: 'fixed', right: '0', bottom: '0', width: '1px', height: '1px', zIndex: '9999' });
let count = 0;
const timer = setInterval(() => {
  pixel.style.backgroundColor = count % 2 ? 'rgb(127 127 127 / 2%)' : 'rgb(127 127 127 / 1%)';
  if (++count < 60) return;
  clearInterval(timer);
  pixel.remove();
}, 25);
