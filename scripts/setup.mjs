// Set-up: what this computer needs to build and run her, or also to test her. `node scripts/setup.mjs [run|test]`.
// Installs what is missing where that is safe (Debian and Ubuntu), says exactly what to install elsewhere.
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { Ended, firstOnPath, inWords, isOnPath, main, root, run } from './common.mjs';

/** @typedef {'run' | 'test'} Mode */

/** The oldest that work; Cargo.toml and package.json name the same. */
const RUST = [1, 90];
const NODE = [20, 19];

const APT = {
  // The last three: for the C++ of the local worker.
  run: ['build-essential', 'pkg-config', 'libwebkit2gtk-4.1-dev', 'cmake', 'clang', 'libclang-dev'],
  test: [
    'xvfb',
    'dbus',
    'openbox',
    'x11-utils',
    'xdotool',
    'xclip',
    'imagemagick',
    'webkit2gtk-driver',
    'gnome-keyring',
    'gcr',
    'libsecret-tools',
    'dunst',
    'fonts-dejavu-core',
    'procps',
  ],
};
// biome-ignore lint/suspicious/noTemplateCurlyInString: dpkg-query's own syntax
const FORMAT = '-f=${Package} ${Status}\\n';
/** A browser for the UI tests: any of these will do. */
const BROWSERS = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];

const DNF = {
  run: 'sudo dnf install gcc gcc-c++ make pkgconf-pkg-config webkit2gtk4.1-devel cmake clang clang-devel',
  test: 'sudo dnf install xorg-x11-server-Xvfb dbus-daemon dbus-tools openbox xprop xdotool xclip ImageMagick webkit2gtk-driver gnome-keyring libsecret dunst dejavu-sans-fonts chromium procps-ng',
};
const PACMAN = {
  run: 'sudo pacman -S --needed base-devel webkit2gtk-4.1 cmake clang',
  test: 'sudo pacman -S --needed xorg-server-xvfb dbus openbox xorg-xprop xdotool xclip imagemagick gnome-keyring libsecret dunst ttf-dejavu chromium procps-ng',
};

/**
 * @param {string} found as `1.95.0`
 * @param {number[]} least
 */
export function isAtLeast(found, least) {
  const parts = found.split('.').map(Number);
  const differs = least.findIndex((wanted, place) => (parts[place] ?? 0) !== wanted);
  return differs < 0 || (parts[differs] ?? 0) > (least[differs] ?? 0);
}

async function languages() {
  if (!isAtLeast(process.versions.node, NODE)) {
    throw new Ended(
      inWords(
        `O Node ${process.versions.node} é antigo demais: instale o Node ${NODE.join('.')} ou mais novo (https://nodejs.org).`,
        `Node ${process.versions.node} is too old: install Node ${NODE.join('.')} or later (https://nodejs.org).`,
      ),
    );
  }
  const rust = await run('rustc', ['--version'], { quiet: true });
  const version = /^rustc (\d+\.\d+\.\d+)/.exec(rust.output)?.[1];
  if (rust.code !== 0 || !version || !isOnPath('cargo')) {
    throw new Ended(
      inWords(
        'O Rust não foi encontrado: instale com https://rustup.rs, abra um terminal novo e tente de novo.',
        'Rust was not found: install it with https://rustup.rs, open a new terminal, and try again.',
      ),
    );
  }
  if (!isAtLeast(version, RUST)) {
    throw new Ended(
      inWords(
        `O Rust ${version} é antigo demais: rode "rustup update" para ter o ${RUST.join('.')} ou mais novo.`,
        `Rust ${version} is too old: run "rustup update" to get ${RUST.join('.')} or later.`,
      ),
    );
  }
}

/** The system's name as /etc/os-release tells it, with what it is like. */
function linuxes() {
  if (!existsSync('/etc/os-release')) return [];
  const text = readFileSync('/etc/os-release', 'utf8');
  const value = (/** @type {string} */ key) => new RegExp(`^${key}="?([^"\n]*)"?$`, 'm').exec(text)?.[1] ?? '';
  return [value('ID'), ...value('ID_LIKE').split(' ')].filter(Boolean);
}

/** @param {Mode} mode */
async function systemPackages(mode) {
  if (process.platform === 'darwin') return macos();
  if (process.platform === 'win32') return windows();
  const names = linuxes();
  if (names.includes('debian') || names.includes('ubuntu')) return debian(mode);
  const worker = isOnPath('cmake') && isOnPath('clang');
  const page = (await run('pkg-config', ['--exists', 'webkit2gtk-4.1'], { quiet: true })).code === 0;
  if (mode === 'run' && worker && page) return;
  if (mode === 'test' && worker && isOnPath('Xvfb') && isOnPath('WebKitWebDriver') && isOnPath('dunst')) return;
  const list = names.includes('fedora') || names.includes('rhel') ? DNF : names.includes('arch') ? PACMAN : null;
  const lines = list ? (mode === 'test' ? [list.run, list.test] : [list.run]) : [];
  throw new Ended(
    list
      ? inWords('Faltam bibliotecas do sistema. Instale com:', 'System libraries are missing. Install them with:') +
          `\n  ${lines.join('\n  ')}`
      : inWords(
          'Faltam bibliotecas do sistema. Instale um compilador C++, o CMake, o Clang com a libclang, o pkg-config e os arquivos de desenvolvimento do WebKitGTK 4.1.',
          'System libraries are missing. Install a C++ compiler, CMake, Clang with libclang, pkg-config and the development files of WebKitGTK 4.1.',
        ),
  );
}

async function macos() {
  const tools = await run('xcode-select', ['-p'], { quiet: true });
  if (tools.code !== 0) {
    throw new Ended(
      inWords(
        'Faltam as ferramentas de linha de comando do Xcode. Instale com:\n  xcode-select --install',
        "Xcode's command line tools are missing. Install them with:\n  xcode-select --install",
      ),
    );
  }
  if (isOnPath('cmake')) return;
  throw new Ended(
    inWords(
      'Falta o CMake (https://cmake.org). Com o Homebrew, instale assim:\n  brew install cmake',
      'CMake (https://cmake.org) is missing. With Homebrew, install it like this:\n  brew install cmake',
    ),
  );
}

async function windows() {
  const rust = await run('rustc', ['-vV'], { quiet: true });
  const key = 'HKLM\\SOFTWARE\\WOW6432Node\\Microsoft\\EdgeUpdate\\Clients\\{F3017226-FE2A-4295-8BDF-00C3A9A7E4C5}';
  const view = await run('reg', ['query', key, '/v', 'pv'], { quiet: true });
  const missing = [];
  if (!/host: .*-msvc/.test(rust.output)) missing.push('rustup default stable-msvc');
  if (view.code !== 0) missing.push('winget install Microsoft.EdgeWebView2Runtime');
  const studio = 'C:\\Program Files (x86)\\Microsoft Visual Studio\\Installer\\vswhere.exe';
  if (!existsSync(studio))
    missing.push(
      'winget install Microsoft.VisualStudio.2022.BuildTools --override "--add Microsoft.VisualStudio.Workload.VCTools --includeRecommended"',
    );
  if (!isOnPath('cmake')) missing.push('winget install Kitware.CMake');
  // bindgen looks for libclang where LLVM's installer puts it.
  if (!process.env.LIBCLANG_PATH && !existsSync('C:\\Program Files\\LLVM\\bin\\libclang.dll')) {
    missing.push('winget install LLVM.LLVM');
  }
  if (missing.length === 0) return;
  throw new Ended(`${inWords('Falta instalar:', 'Still to be installed:')}\n  ${missing.join('\n  ')}`);
}

/** @param {Mode} mode */
async function debian(mode) {
  const wanted = mode === 'test' ? [...APT.run, ...APT.test] : [...APT.run];
  if (mode === 'test' && !firstOnPath(BROWSERS)) wanted.push('chromium');
  const known = await run('dpkg-query', ['-W', FORMAT, ...wanted], { quiet: true });
  const installed = new Set(
    known.output
      .split('\n')
      .filter((line) => line.endsWith('ok installed'))
      .map((line) => line.split(' ')[0]),
  );
  const missing = wanted.filter((name) => !installed.has(name));
  if (missing.length === 0) return;

  const asRoot = process.getuid?.() === 0;
  const install = ['apt-get', 'install', '-y', '--no-install-recommends', '-o', 'DPkg::Lock::Timeout=120', ...missing];
  if (!asRoot && !isOnPath('sudo')) {
    throw new Ended(
      `${inWords(
        'Faltam pacotes do sistema. Instale, como root, com:',
        'System packages are missing. As root, install them with:',
      )}\n  ${install.join(' ')}`,
    );
  }
  console.log(`${inWords('Instalando pacotes do sistema', 'Installing system packages')}: ${missing.join(' ')}`);
  const words = ['env', 'DEBIAN_FRONTEND=noninteractive'];
  const sudo = asRoot ? [] : process.stdin.isTTY ? ['sudo'] : ['sudo', '-n'];
  const apt = (/** @type {string[]} */ command, quiet = true) => {
    const [first = '', ...rest] = [...sudo, ...words, ...command];
    return run(first, rest, { quiet, input: process.stdin.isTTY ? 'inherit' : 'ignore' });
  };
  // The lists of a fresh system may be missing or old.
  const listed = await apt(['apt-get', 'update'], false);
  const done = await apt(install, false);
  if (done.code !== 0) {
    throw new Ended(
      inWords('O apt-get não conseguiu instalar. Tente:', 'apt-get could not install. Try:') +
        `\n  ${[...sudo, ...(listed.code === 0 ? [] : ['apt-get', 'update', '&&', ...sudo]), ...install].join(' ')}`,
    );
  }
}

async function npmPackages() {
  const lock = join(root, 'package-lock.json');
  const mark = join(root, 'node_modules', '.of-lock');
  const wanted = createHash('sha256').update(readFileSync(lock)).digest('hex');
  if (existsSync(mark) && readFileSync(mark, 'utf8') === wanted) return;
  console.log(inWords('Instalando os pacotes da página (npm ci)', "Installing the page's packages (npm ci)"));
  const done = await run('npm', ['ci', '--no-fund', '--no-audit']);
  if (done.code !== 0) throw new Ended(inWords('O npm ci não terminou.', 'npm ci did not finish.'));
  writeFileSync(mark, wanted);
}

/**
 * Makes this computer ready, or says in words what the person has to do first.
 * @param {Mode} mode
 */
export async function setUp(mode) {
  await languages();
  await systemPackages(mode);
  await npmPackages();
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) {
  await main(async () => {
    await setUp(process.argv[2] === 'test' ? 'test' : 'run');
    console.log(inWords('Tudo pronto.', 'Everything is there.'));
  });
}
