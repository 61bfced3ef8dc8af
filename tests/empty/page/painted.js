// The frame after the first one: what was drawn is on the screen.
requestAnimationFrame(() => requestAnimationFrame(() => performance.mark('painted')));
