/*
 * A stand-in for libnvidia-ml.so.1 with two GPUs, laid out as nvml.h of version 13 has it on 64-bit machines.
 * Compile with -DPID=n for the number of the first of the processes on the first GPU, with -DOLD for a library without the newer functions, -DNO_DRIVER for one without a driver, -DMIG for a first GPU of which one part is in use, -DTEMPERATURE_V for one that tells temperatures by the newer function only.
 */
#include <stdint.h>
#include <string.h>

#ifndef PID
#define PID 4000000000u
#endif

typedef struct { int number; } device;
typedef struct { uint64_t total, free, used; } memory_v1;
typedef struct { uint32_t version; uint64_t total, reserved, free, used; } memory_v2;
typedef struct { uint32_t gpu, memory; } utilization;
typedef struct { uint32_t pid; uint64_t used; uint32_t gpuInstance, computeInstance; } process;

enum { SUCCESS = 0, INVALID = 2, NOT_SUPPORTED = 3, NO_PERMISSION = 4, NOT_FOUND = 6, INSUFFICIENT = 7, NO_DRIVER_LOADED = 9, VERSION = 25 };

static device devices[3] = {{0}, {1}, {2}};

#ifdef NO_DRIVER
int nvmlInit_v2(void) { return NO_DRIVER_LOADED; }
#else
int nvmlInit_v2(void) { return SUCCESS; }
#endif
int nvmlShutdown(void) { return SUCCESS; }
int nvmlSystemGetDriverVersion(char *text, unsigned length) { strncpy(text, "580.65.06", length); return SUCCESS; }
int nvmlSystemGetNVMLVersion(char *text, unsigned length) { strncpy(text, "13.580.65.06", length); return SUCCESS; }
int nvmlDeviceGetCount_v2(unsigned *count) { *count = 2; return SUCCESS; }
int nvmlDeviceGetHandleByIndex_v2(unsigned index, device **handle) {
  if (index > 1) return INVALID;
  *handle = &devices[index];
  return SUCCESS;
}
int nvmlDeviceGetName(device *d, char *text, unsigned length) { strncpy(text, "Stub H200", length); return SUCCESS; }
int nvmlDeviceGetUUID(device *d, char *text, unsigned length) {
  strncpy(text, d->number == 0 ? "GPU-0000" : d->number == 1 ? "GPU-1111" : "MIG-2222", length);
  return SUCCESS;
}
int nvmlDeviceGetMemoryInfo(device *d, memory_v1 *m) {
  m->total = 150ULL << 30; m->used = 5ULL << 30; m->free = m->total - m->used;
  return SUCCESS;
}
int nvmlDeviceGetUtilizationRates(device *d, utilization *u) {
  if (d->number != 0) return NOT_SUPPORTED;
  u->gpu = 87; u->memory = 42;
  return SUCCESS;
}
int nvmlDeviceGetPowerUsage(device *d, unsigned *milliwatts) {
  if (d->number != 0) return NO_PERMISSION;
  *milliwatts = 412345;
  return SUCCESS;
}
int nvmlDeviceGetEnforcedPowerLimit(device *d, unsigned *milliwatts) {
  if (d->number == 2) return NOT_SUPPORTED;
  *milliwatts = 700000;
  return SUCCESS;
}
int nvmlDeviceGetTotalEnergyConsumption(device *d, unsigned long long *millijoules) {
  if (d->number == 2) return NOT_SUPPORTED;
  *millijoules = 9876543210123ULL;
  return SUCCESS;
}
#ifdef TEMPERATURE_V
typedef struct { uint32_t version; uint32_t sensor; int32_t celsius; } temperature_v1;
int nvmlDeviceGetTemperatureV(device *d, temperature_v1 *t) {
  if (d->number == 2) return NOT_SUPPORTED;
  if (t->version != (sizeof(temperature_v1) | 1 << 24)) return VERSION;
  if (t->sensor != 0) return INVALID;
  t->celsius = 59;
  return SUCCESS;
}
#else
int nvmlDeviceGetTemperature(device *d, int sensor, unsigned *celsius) {
  if (sensor != 0) return INVALID;
  *celsius = 61;
  return SUCCESS;
}
#endif
#ifdef MIG
int nvmlDeviceGetMigMode(device *d, unsigned *current, unsigned *pending) {
  if (d->number != 0) return NOT_SUPPORTED;
  *current = *pending = 1;
  return SUCCESS;
}
int nvmlDeviceGetMaxMigDeviceCount(device *d, unsigned *count) { *count = 7; return SUCCESS; }
int nvmlDeviceGetMigDeviceHandleByIndex(device *d, unsigned index, device **part) {
  if (index != 2) return NOT_FOUND;
  *part = &devices[2];
  return SUCCESS;
}
#endif
int nvmlDeviceGetClockInfo(device *d, int type, unsigned *megahertz) {
  if (d->number == 2) return NOT_SUPPORTED;
  if (type != 1 && type != 2) return INVALID;
  *megahertz = type == 1 ? 1980 : 2619;
  return SUCCESS;
}
static int processes(device *d, unsigned *count, process *infos) {
  unsigned there = d->number == 1 ? 0 : 3;
  if (*count < there) { *count = there; return INSUFFICIENT; }
  *count = there;
  for (unsigned i = 0; i < there; i++) {
    infos[i] = (process){i == 0 ? PID : 4000000000u + i, i == 2 ? ~0ULL : (uint64_t)(i + 1) << 30, ~0u, ~0u};
  }
  return SUCCESS;
}
#ifdef OLD
int nvmlDeviceGetComputeRunningProcesses_v2(device *d, unsigned *count, process *infos) { return processes(d, count, infos); }
int nvmlDeviceGetCurrentClocksThrottleReasons(device *d, unsigned long long *reasons) { *reasons = 4; return SUCCESS; }
#else
int nvmlDeviceGetMemoryInfo_v2(device *d, memory_v2 *m) {
  if (m->version != (sizeof(memory_v2) | 2 << 24)) return VERSION;
  m->total = (d->number == 2 ? 35ULL : 141ULL) << 30; m->reserved = 1ULL << 30; m->used = (d->number == 2 ? 3ULL : 7ULL) << 30; m->free = m->total - m->used;
  return SUCCESS;
}
int nvmlDeviceGetMemoryBusWidth(device *d, unsigned *bits) {
  if (d->number == 2) return NOT_SUPPORTED;
  *bits = 6144;
  return SUCCESS;
}
int nvmlDeviceGetMaxClockInfo(device *d, int type, unsigned *megahertz) {
  if (d->number == 2 || type != 2) return NOT_SUPPORTED;
  *megahertz = 3201;
  return SUCCESS;
}
int nvmlDeviceGetComputeRunningProcesses_v3(device *d, unsigned *count, process *infos) { return processes(d, count, infos); }
int nvmlDeviceGetCurrentClocksEventReasons(device *d, unsigned long long *reasons) {
  if (d->number == 2) return NOT_SUPPORTED;
  *reasons = 0x44;
  return SUCCESS;
}
#endif
