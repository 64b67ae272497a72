/* The numbers of the format; FORMAT.md explains them. All integers are little endian. */
#pragma once

#include <endian.h>
#include <stdint.h>
#include <string.h>

enum {
	FORMAT_VERSION = 1,
	SEGMENT_HEADER_BYTES = 4096, /* the first record stands behind it */
	SEGMENT_HEADER_USED = 64,    /* so much of it is checked */
	RECORD_HEADER_BYTES = 48,
	RECORD_ALIGN = 16, /* every record starts at a multiple */
	PAGE_BYTES = 4096, /* a commit is filled up with zeros to the next multiple */
	CHECKPOINT_HEADER_BYTES = 64,
};

#define SEGMENT_MAGIC	 UINT64_C(0x544e4d474553574e) /* "NWSEGMNT" */
#define RECORD_MAGIC	 UINT32_C(0x4352574e)	      /* "NWRC" */
#define CHECKPOINT_MAGIC UINT64_C(0x54504b434843574e) /* "NWCHCKPT" */

enum { RECORD_MORE = 1 }; /* flag: the next record belongs to the same group */

static inline void put_u16(char *at, uint16_t v)
{
	v = htole16(v);
	memcpy(at, &v, sizeof(v));
}

static inline void put_u32(char *at, uint32_t v)
{
	v = htole32(v);
	memcpy(at, &v, sizeof(v));
}

static inline void put_u64(char *at, uint64_t v)
{
	v = htole64(v);
	memcpy(at, &v, sizeof(v));
}

static inline uint16_t get_u16(const char *at)
{
	uint16_t v;

	memcpy(&v, at, sizeof(v));
	return le16toh(v);
}

static inline uint32_t get_u32(const char *at)
{
	uint32_t v;

	memcpy(&v, at, sizeof(v));
	return le32toh(v);
}

static inline uint64_t get_u64(const char *at)
{
	uint64_t v;

	memcpy(&v, at, sizeof(v));
	return le64toh(v);
}
