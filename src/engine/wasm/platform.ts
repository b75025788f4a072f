/**
 * The part of the JavaScript interface of WebAssembly that the engine uses. Node has it; the type library that goes with
 * it (`lib.dom`) would bring a browser along.
 */
declare global {
  namespace WebAssembly {
    interface MemoryDescriptor {
      readonly initial: number;
      readonly maximum?: number;
      readonly shared?: boolean;
    }
    class Memory {
      constructor(descriptor: MemoryDescriptor);
      /** Another object after every growth. */
      readonly buffer: ArrayBuffer | SharedArrayBuffer;
      /** By pages of 64 KiB; returns the size before, throws when it cannot. */
      grow(pages: number): number;
    }
    class Module {
      constructor(bytes: Uint8Array);
    }
    class Instance {
      constructor(module: Module, imports: Readonly<Record<string, Readonly<Record<string, unknown>>>>);
      readonly exports: Readonly<Record<string, unknown>>;
    }
    interface Global<Value extends number | bigint = number> {
      value: Value;
    }
    class RuntimeError extends Error {}
  }
}

/** Bytes in a page of memory. */
export const pageBytes = 65536;
