import { defineConfig } from 'vite';

// The page is one HTML file, one script and one stylesheet: the first paint waits for nothing else.
export default defineConfig({
  root: 'ui',
  base: './',
  clearScreen: false,
  server: { host: '127.0.0.1', port: 1420, strictPort: true, watch: { ignored: ['**/src-tauri/**', '**/target/**'] } },
  preview: { host: '127.0.0.1', port: 1420, strictPort: true },
  build: {
    outDir: '../dist',
    emptyOutDir: true,
    target: ['es2022', 'safari16.4'],
    cssCodeSplit: false,
    modulePreload: false,
    // Small files stay files: a data: address would need a wider content security policy.
    assetsInlineLimit: 0,
  },
  test: {
    root: '.',
    environment: 'happy-dom',
    include: ['ui/src/**/*.test.js'],
  },
});
