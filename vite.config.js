import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

const POLICY =
  "default-src 'self'; img-src 'self' data:; style-src 'self'; script-src 'self'; object-src 'none'; base-uri 'none'; form-action 'none'; frame-src 'none'";

// The page is one HTML file, one script and one stylesheet: the first paint waits for nothing else.
export default defineConfig({
  root: fileURLToPath(new URL('ui', import.meta.url)),
  base: './',
  clearScreen: false,
  // The content security policy of the app's window, so that what works in a browser works there.
  preview: { host: '127.0.0.1', port: 1420, strictPort: true, headers: { 'Content-Security-Policy': POLICY } },
  server: {
    host: '127.0.0.1',
    port: 1420,
    strictPort: true,
    fs: { allow: ['..'] },
    watch: { ignored: ['**/src-tauri/**', '**/target/**'] },
  },
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
