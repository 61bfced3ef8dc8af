// Marked as Samantha's page does it: when the first frame was drawn.
requestAnimationFrame(() => setTimeout(() => performance.mark('painted')));
