// SPDX-License-Identifier: MIT
/**
 * Harmless dealings with the network, the desktop and cryptography.
 * @module
 */
import { hex32 } from '../process-log.mjs';

/** @typedef {import('./system.mjs').Scene} Scene */

/** A connection by sockets, which the closed network refuses. @param {Scene} scene */
export function* sockets({ log, tid, random, words }) {
  const host = random.pick(/** @type {any[]} */ (words.hosts));
  log.call('getaddrinfo', { hostname: host.name, service_name: '' }, { tid });
  yield;
  const socket = log.open();
  log.call('socket', { type: 1, socket, protocol: 6, af: 2 }, { tid, returns: socket });
  yield;
  log.wait(random.pick([15, 31, 47]));
  const refused = random.chance(0.6);
  log.call(
    'connect',
    { ip_address: host.address, socket, port: random.pick([80, 443, 8080]) },
    refused ? { tid, failure: 'bad-client', returns: 4294967295 } : { tid },
  );
  yield;
  if (!refused) {
    const sent = random.bytes(random.int(10, 80));
    log.call('send', { buffer: sent, socket, sent: sent.length }, { tid, returns: sent.length });
    yield;
    const received = random.bytes(random.int(10, 200));
    log.call(
      'recv',
      { buffer: received, socket, received: received.length },
      { tid, returns: received.length },
    );
    yield;
  }
  log.release(socket);
  log.call('closesocket', { socket }, { tid });
  yield;
}

/** A request by WinINet. @param {Scene} scene */
export function* request({ log, tid, random, words }) {
  const host = random.pick(/** @type {any[]} */ (words.hosts));
  const session = 0x00cc0004;
  log.call(
    'InternetOpenW',
    {
      proxy_name: '',
      proxy_bypass: '',
      flags: 0,
      user_agent: random.pick(/** @type {string[]} */ (words.agents)),
      access_type: 0,
    },
    { tid, returns: session },
  );
  yield;
  log.call(
    'InternetConnectW',
    {
      username: '',
      service: 3,
      hostname: host.name,
      internet_handle: hex32(session),
      flags: 0,
      password: '',
      port: 80,
    },
    { tid, returns: session + 4 },
  );
  yield;
  log.call(
    'HttpOpenRequestW',
    {
      connect_handle: hex32(session + 4),
      http_version: '',
      flags: 4194304,
      http_method: 'GET',
      referer: '',
      path: host.path,
    },
    { tid, returns: session + 8 },
  );
  yield;
  const sent = random.chance(0.4);
  log.call(
    'HttpSendRequestW',
    { headers: '', request_handle: hex32(session + 8), post_data: '' },
    sent ? { tid } : { tid, failure: 'bad-client' },
  );
  log.wait(random.pick([31, 62, 125]));
  yield;
  if (sent) {
    log.call(
      'InternetReadFile',
      { buffer: '<html><head><title>お知らせ</title></head>', request_handle: hex32(session + 8) },
      { tid },
    );
    yield;
  }
  for (const handle of [session + 8, session + 4, session]) {
    log.call('InternetCloseHandle', { internet_handle: hex32(handle) }, { tid });
    yield;
  }
}

/** Looks for a window, loads and draws texts. @param {Scene} scene */
export function* desktop({ log, tid, random, words }) {
  if (random.chance(0.3)) {
    const window = random.pick(/** @type {any[]} */ (words.windows));
    log.call(
      'FindWindowW',
      { class_name: window.class, window_name: window.title },
      { tid, returns: random.chance(0.5) ? random.int(0x10000, 0x2ffff) : 0 },
    );
    yield;
  }
  for (let turn = random.int(1, 3); turn > 0; turn--) {
    const string = random.pick(/** @type {string[]} */ (words.strings));
    log.call(
      'LoadStringW',
      { string, module_handle: '0x00400000', id: random.int(100, 6000) },
      { tid, returns: string.length },
    );
    yield;
    if (random.chance(0.5)) {
      log.call('DrawTextExW', { string }, { tid, returns: 13 });
      yield;
    }
  }
  if (random.chance(0.2)) {
    const metric = random.pick([2, 3, 5, 6, 11, 12, 32, 33]);
    log.call(
      'GetSystemMetrics',
      { index: metric },
      { tid, returns: random.int(1, 32), flags: { index: '' } },
    );
    yield;
  }
}

/** Hashes something. @param {Scene} scene */
export function* hashing({ log, tid, random }) {
  const provider = 0x00220000 + random.int(1, 0xfff) * 16;
  log.call(
    'CryptAcquireContextW',
    {
      crypto_handle: hex32(provider),
      flags: 4026531840,
      container: '',
      provider_type: random.pick([1, 24]),
      provider: 'Microsoft Enhanced RSA and AES Cryptographic Provider',
    },
    { tid },
  );
  yield;
  log.call(
    'CryptCreateHash',
    {
      crypto_handle: '0x00000000',
      hash_handle: hex32(provider + 0x80),
      provider_handle: hex32(provider),
      flags: 0,
      algorithm_identifier: '0x00008003',
    },
    { tid },
  );
  yield;
  for (let turn = random.int(1, 3); turn > 0; turn--) {
    log.call(
      'CryptHashData',
      { buffer: random.bytes(random.int(16, 64)), hash_handle: hex32(provider + 0x80), flags: 0 },
      { tid },
    );
    yield;
  }
}

/** Reads a library's version block. @param {Scene} scene */
export function* fileVersion({ log, tid, random }) {
  const filepath = `C:\\Windows\\system32\\${random.pick(['shell32.dll', 'urlmon.dll', 'comctl32.dll', 'mshtml.dll'])}`;
  const size = random.int(1700, 2100);
  log.call('GetFileVersionInfoSizeW', { filepath }, { tid, returns: size });
  yield;
  log.call(
    'GetFileVersionInfoW',
    { buffer: `\u0000\u0007V\u0000S\u0000_\u0000${random.bytes(12)}`, filepath },
    { tid },
  );
  yield;
}
