import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

const POLICY =
  "default-src 'self'; img-src 'self' data:; style-src 'self'; script-src 'self'; object-src 'none'; base-uri 'none'; form-action 'none'; frame-src 'none'";

// The first paint waits for one HTML file, one stylesheet, and the script with the few lines it shares with rooms that
// are fetched when they are first opened.
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
    // What the page's own script shares is fetched beside it, not after it; a room fetches for itself.
    modulePreload: {
      polyfill: false,
      resolveDependencies: (_file, needed, { hostType }) => (hostType === 'html' ? needed : []),
    },
    // Small files stay files: a data: address would need a wider content security policy.
    assetsInlineLimit: 0,
  },
  test: {
    root: '.',
    environment: 'happy-dom',
    include: ['ui/src/**/*.test.js'],
  },
});
