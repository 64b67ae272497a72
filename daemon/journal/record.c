#include "daemon/journal/record.h"

#include "daemon/journal/crc.h"

/* Offsets in the header. The checksum covers what stands behind it. */
enum {
	AT_MAGIC = 0,
	AT_CRC = 4,
	AT_SEGMENT = 8,
	AT_SALT = 12,
	AT_BATCH = 16,
	AT_LEN = 20,
	AT_SEQ = 24,
	AT_TIME = 32,
	AT_BODY_CRC = 40,
	AT_TYPE = 44,
	AT_FLAGS = 45,
	AT_INDEX = 46,
};

/* The offset is checked without being stored: a header copied elsewhere is none. */
static uint32_t header_crc(const char *at, uint32_t offset)
{
	char place[4];

	put_u32(place, offset);
	return crc32c(crc32c(0, place, sizeof(place)), at + AT_SEGMENT,
		      RECORD_HEADER_BYTES - AT_SEGMENT);
}

uint32_t record_len(const char *at)
{
	return get_u32(at + AT_LEN);
}

void record_put(char *at, const struct record *r)
{
	put_u32(at + AT_MAGIC, RECORD_MAGIC);
	put_u32(at + AT_CRC, 0);
	put_u32(at + AT_SEGMENT, r->segment);
	put_u32(at + AT_SALT, r->salt);
	put_u32(at + AT_BATCH, 0);
	put_u32(at + AT_LEN, r->len);
	put_u64(at + AT_SEQ, r->seq);
	put_u64(at + AT_TIME, r->time_ms);
	put_u32(at + AT_BODY_CRC, 0);
	at[AT_TYPE] = (char)r->type;
	at[AT_FLAGS] = (char)r->flags;
	put_u16(at + AT_INDEX, r->index);
}

void record_seal(char *at, uint32_t offset, uint32_t batch)
{
	put_u32(at + AT_BATCH, batch);
	put_u32(at + AT_BODY_CRC, crc32c(0, at + RECORD_HEADER_BYTES, record_len(at)));
	put_u32(at + AT_CRC, header_crc(at, offset));
}

bool record_get(struct record *ret, const char *at, uint32_t segment, uint32_t salt,
		uint32_t offset)
{
	if (get_u32(at + AT_MAGIC) != RECORD_MAGIC ||
	    get_u32(at + AT_SEGMENT) != segment ||
	    (salt && get_u32(at + AT_SALT) != salt) ||
	    get_u32(at + AT_CRC) != header_crc(at, offset))
		return false;
	*ret = (struct record){
		.segment = segment,
		.salt = get_u32(at + AT_SALT),
		.offset = offset,
		.len = get_u32(at + AT_LEN),
		.body_crc = get_u32(at + AT_BODY_CRC),
		.batch = get_u32(at + AT_BATCH),
		.seq = get_u64(at + AT_SEQ),
		.time_ms = get_u64(at + AT_TIME),
		.type = (uint8_t)at[AT_TYPE],
		.flags = (uint8_t)at[AT_FLAGS],
		.index = get_u16(at + AT_INDEX),
	};
	return true;
}

bool record_body_fits(const struct record *r, const char *body)
{
	return crc32c(0, body, r->len) == r->body_crc;
}
