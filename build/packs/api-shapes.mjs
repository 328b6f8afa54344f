// SPDX-License-Identifier: MIT
/**
 * What the Cuckoo 2 monitor adds to a call on its own: the category of each API and the words of its flags.
 * @module
 */

/** @type {Record<string, string>} */
const BY_CATEGORY = {
  process:
    'CreateProcessInternalW NtCreateUserProcess NtOpenProcess NtTerminateProcess NtAllocateVirtualMemory NtFreeVirtualMemory ' +
    'NtProtectVirtualMemory NtMapViewOfSection NtUnmapViewOfSection NtCreateSection NtOpenSection WriteProcessMemory ' +
    'NtWriteVirtualMemory ReadProcessMemory NtReadVirtualMemory CreateRemoteThread CreateThread NtCreateThreadEx ' +
    'NtOpenThread NtSuspendThread NtResumeThread NtGetContextThread NtSetContextThread NtQueueApcThread ' +
    'CreateToolhelp32Snapshot Process32FirstW Process32NextW Module32FirstW Module32NextW ShellExecuteExW ' +
    'AssignProcessToJobObject CreateJobObjectW SetInformationJobObject NtQueryInformationProcess',
  registry:
    'RegOpenKeyExA RegOpenKeyExW RegCreateKeyExW RegQueryValueExA RegQueryValueExW RegSetValueExW RegEnumKeyExW RegEnumValueW ' +
    'RegQueryInfoKeyW RegCloseKey NtOpenKey NtOpenKeyEx NtQueryValueKey NtEnumerateKey RegDeleteValueW',
  file:
    'NtCreateFile NtOpenFile NtReadFile NtWriteFile NtQueryAttributesFile NtQueryInformationFile NtSetInformationFile ' +
    'NtQueryDirectoryFile GetFileSize GetFileType GetFileAttributesW SetFilePointer FindFirstFileExW CopyFileW DeleteFileW ' +
    'MoveFileWithProgressW CreateDirectoryW GetTempPathW GetSystemDirectoryW GetSystemWindowsDirectoryW SearchPathW ' +
    'GetVolumePathNamesForVolumeNameW NtDeviceIoControlFile',
  device: 'DeviceIoControl',
  system:
    'LdrLoadDll LdrUnloadDll LdrGetDllHandle LdrGetProcedureAddress NtClose NtDuplicateObject IsDebuggerPresent GetSystemInfo ' +
    'GetNativeSystemInfo SetErrorMode LookupPrivilegeValueW NtQuerySystemInformation SetWindowsHookExA SetWindowsHookExW ' +
    'UnhookWindowsHookEx GlobalMemoryStatusEx OutputDebugStringA',
  misc:
    'GetSystemMetrics GetCursorPos GetComputerNameW GetUserNameW EnumWindows GetDiskFreeSpaceW GetDiskFreeSpaceExW ' +
    'SHGetFolderPathW GetTimeZoneInformation GetFileVersionInfoSizeW GetFileVersionInfoW UuidCreate CreateActCtxW ' +
    'LookupAccountSidW IWbemServices_ExecQuery IWbemServices_ExecMethod WNetGetProviderNameW',
  synchronisation:
    'NtCreateMutant NtOpenMutant NtDelayExecution GetSystemTime GetLocalTime GetSystemTimeAsFileTime GetTickCount NtQuerySystemTime timeGetTime',
  ui: 'FindWindowA FindWindowW FindWindowExA FindWindowExW LoadStringW DrawTextExW MessageBoxTimeoutW GetForegroundWindow GetKeyState',
  network:
    'WSAStartup getaddrinfo GetAddrInfoW socket connect send recv closesocket bind listen setsockopt select shutdown ' +
    'InternetOpenW InternetConnectW HttpOpenRequestW HttpSendRequestW InternetReadFile InternetCloseHandle InternetCrackUrlW ' +
    'InternetSetOptionA DnsQuery_W GetAdaptersAddresses InternetGetConnectedState',
  netapi: 'NetGetJoinInformation NetUserGetInfo NetShareEnum',
  services: 'OpenSCManagerW OpenServiceW EnumServicesStatusW ControlService StartServiceW',
  crypto:
    'CryptAcquireContextW CryptCreateHash CryptHashData CryptDecodeObjectEx CryptProtectData CryptUnprotectData CryptGenKey CryptEncrypt CryptExportKey',
  certificate: 'CertOpenStore CertOpenSystemStoreW CertControlStore',
  ole: 'CoInitializeEx CoUninitialize CoCreateInstance OleInitialize CoGetClassObject',
  resource: 'FindResourceA FindResourceW FindResourceExW LoadResource SizeofResource',
  exception: 'SetUnhandledExceptionFilter RtlAddVectoredExceptionHandler',
  __notification__: '__exception__',
};

const CATEGORY = new Map(
  Object.entries(BY_CATEGORY).flatMap(([category, names]) =>
    names.split(' ').map((name) => /** @type {[string, string]} */ ([name, category])),
  ),
);

/** @param {string} api */
export function categoryOf(api) {
  const category = CATEGORY.get(api);
  if (category === undefined) throw new Error(`${api} has no category: add it to api-shapes.mjs`);
  return category;
}

/** Kernel objects' numbers in the order of the flag's bits. @type {Record<string, [number, string][]>} */
const BITS = {
  allocation_type: [
    [0x1000, 'MEM_COMMIT'],
    [0x2000, 'MEM_RESERVE'],
    [0x100000, 'MEM_TOP_DOWN'],
  ],
  free_type: [
    [0x4000, 'MEM_DECOMMIT'],
    [0x8000, 'MEM_RELEASE'],
  ],
  creation_flags: [
    [0x4, 'CREATE_SUSPENDED'],
    [0x10, 'CREATE_NEW_CONSOLE'],
    [0x400, 'CREATE_UNICODE_ENVIRONMENT'],
    [0x80000, 'EXTENDED_STARTUPINFO_PRESENT'],
    [0x4000000, 'CREATE_DEFAULT_ERROR_MODE'],
    [0x8000000, 'CREATE_NO_WINDOW'],
  ],
  share_access: [
    [1, 'FILE_SHARE_READ'],
    [2, 'FILE_SHARE_WRITE'],
    [4, 'FILE_SHARE_DELETE'],
  ],
};

/** @type {Record<string, Record<number, string>>} */
const VALUES = {
  protection: {
    1: 'PAGE_NOACCESS',
    2: 'PAGE_READONLY',
    4: 'PAGE_READWRITE',
    8: 'PAGE_WRITECOPY',
    16: 'PAGE_EXECUTE',
    32: 'PAGE_EXECUTE_READ',
    64: 'PAGE_EXECUTE_READWRITE',
    128: 'PAGE_EXECUTE_WRITECOPY',
  },
  reg_type: {
    0: 'REG_NONE',
    1: 'REG_SZ',
    2: 'REG_EXPAND_SZ',
    3: 'REG_BINARY',
    4: 'REG_DWORD',
    7: 'REG_MULTI_SZ',
  },
  create_disposition: {
    0: 'FILE_SUPERSEDE',
    1: 'FILE_OPEN',
    2: 'FILE_CREATE',
    3: 'FILE_OPEN_IF',
    5: 'FILE_OVERWRITE_IF',
  },
  status_info: { 0: 'FILE_SUPERSEDED', 1: 'FILE_OPENED', 2: 'FILE_CREATED', 3: 'FILE_OVERWRITTEN' },
  hook_identifier: { 2: 'WH_KEYBOARD', 5: 'WH_CBT', 7: 'WH_MOUSE', 13: 'WH_KEYBOARD_LL', 14: 'WH_MOUSE_LL' },
  index: {
    0: 'SM_CXSCREEN',
    1: 'SM_CYSCREEN',
    19: 'SM_MOUSEPRESENT',
    67: 'SM_CLEANBOOT',
    4096: 'SM_REMOTESESSION',
  },
  folder: { 26: 'CSIDL_APPDATA', 28: 'CSIDL_LOCAL_APPDATA', 35: 'CSIDL_COMMON_APPDATA', 36: 'CSIDL_WINDOWS' },
  process_access: {
    0x1fffff: 'PROCESS_ALL_ACCESS',
    0x1f0fff: 'PROCESS_ALL_ACCESS',
    0x400: 'PROCESS_QUERY_INFORMATION',
  },
  system_information: {
    2: 'SystemPerformanceInformation',
    5: 'SystemProcessInformation',
    8: 'SystemProcessorPerformanceInformation',
    76: 'SystemFirmwareTableInformation',
  },
};
const WIN32_PROTECT = VALUES['protection'];

/**
 * The `flags` object of a call, as the monitor writes it.
 * @param {string} api @param {Record<string, unknown>} args @returns {Record<string, string>}
 */
export function flagWords(api, args) {
  /** @type {Record<string, string>} */
  const flags = {};
  for (const [name, value] of Object.entries(args)) {
    const number = typeof value === 'string' ? Number(value) : value;
    if (typeof number !== 'number' || Number.isNaN(number)) continue;
    const bits = BITS[name];
    if (bits) flags[name] = bitWords(bits, number);
    else if (name === 'win32_protect') flags[name] = WIN32_PROTECT?.[number] ?? '';
    else if (name === 'desired_access' && api === 'NtOpenProcess')
      flags[name] = VALUES['process_access']?.[number] ?? '';
    else if (name === 'information_class' && api === 'NtQuerySystemInformation')
      flags[name] = VALUES['system_information']?.[number] ?? '';
    else if (name === 'index' && api !== 'GetSystemMetrics') continue;
    else if (VALUES[name]) flags[name] = VALUES[name][number] ?? '';
  }
  return flags;
}

/** @param {[number, string][]} bits @param {number} value */
function bitWords(bits, value) {
  return bits
    .filter(([bit]) => (value & bit) !== 0)
    .map(([, word]) => word)
    .join('|');
}
