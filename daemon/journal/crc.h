/* CRC32C, the standard one: "123456789" gives 0xE3069283. */
#pragma once

#include <stddef.h>
#include <stdint.h>

/* The checksum of what gave `crc` before (0: of nothing), followed by these bytes. */
uint32_t crc32c(uint32_t crc, const void *data, size_t len);
