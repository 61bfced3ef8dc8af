//! A short list of plain crisis words, and the lines that help. Full care comes with its own rules later.
