// SPDX-License-Identifier: MIT
/** Contracts between processes, held by the compiler: what crosses a border is data, and answers are promises. */
import { expectTypeOf, test } from 'vitest';
import type { StoreApi } from '../../renderer/db/contract';
import type { Host } from '../../renderer/host/host';
import type { AppInfo, Bridge, InvokeMap, OpenedFile, PushMap, Result } from '../../shared/ipc/channels';
import type { ARGUMENT_SCHEMAS } from '../../shared/ipc/schemas';
import type { InferOutput } from 'valibot';

declare const bridge: Bridge;

test('the bridge answers each channel with a result of its own type', () => {
  expectTypeOf<Bridge['invoke']>().toBeCallableWith('ingest:start', 'token', 'id', null);
  const info = () => bridge.invoke('app:info');
  expectTypeOf(info).returns.toEqualTypeOf<Promise<Result<AppInfo>>>();
  expectTypeOf<PushMap['files:opened']>().toEqualTypeOf<OpenedFile[]>();
});

test('the schemas accept exactly the arguments of their channels', () => {
  expectTypeOf<InferOutput<(typeof ARGUMENT_SCHEMAS)['export:save-png']>>().toEqualTypeOf<
    Parameters<InvokeMap['export:save-png']>
  >();
  expectTypeOf<InferOutput<(typeof ARGUMENT_SCHEMAS)['report:register']>>().toEqualTypeOf<
    Parameters<InvokeMap['report:register']>
  >();
});

test('every method of the store answers with a promise', () => {
  expectTypeOf<ReturnType<StoreApi[keyof StoreApi]>>().toExtend<Promise<unknown>>();
});

test('a host hands out a port for an import, and nothing of the report', () => {
  expectTypeOf<Host['startIngest']>().returns.toEqualTypeOf<Promise<MessagePort>>();
});
