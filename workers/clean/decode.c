#include "workers/clean/decode.h"

#include <errno.h>
#include <iconv.h>
#include <stdlib.h>
#include <strings.h>

#include "protocol/base/log.h"
#include "protocol/base/utf8.h"
#include "workers/clean/chars.h"
#include "workers/clean/common_han.h"
#include "workers/clean/declared.h"

enum encoding {
#define ENCODING(id, name, size, labels) ENCODING_##id,
#include "workers/clean/encodings.def"
#undef ENCODING
	N_ENCODINGS,
};

enum { PAIR = 0 };

static const struct {
	const char *name, *labels;
	size_t size;
} encodings[N_ENCODINGS] = {
#define ENCODING(id, iconv_name, char_size, page_labels) \
	{ iconv_name, page_labels, char_size },
#include "workers/clean/encodings.def"
#undef ENCODING
};

struct decoder {
	iconv_t converters[N_ENCODINGS];
	struct common_han common;
};

/* The same text read in one encoding, and how Chinese it looks. */
struct reading {
	char *text;
	size_t len, n_bad;
	double score;
};

static const char replacement[] = "\xef\xbf\xbd";

/* Bytes to leave out where a character cannot be read. Of a broken pair both go: half of
 * one would be taken for the start of the next, and so on to the end of the line. */
static size_t broken_bytes(enum encoding e, const char *in, size_t in_left)
{
	size_t n = encodings[e].size;

	if (n == PAIR)
		n = in_left > 1 && in[0] & in[1] & 0x80 ? 2 : 1;
	return n < in_left ? n : in_left;
}

/* Converts all of `bytes`; each character that cannot be read becomes U+FFFD. */
static void convert(struct decoder *d, enum encoding e, struct arena *a,
		    struct span bytes, struct reading *ret)
{
	iconv_t cd = d->converters[e];
	char *in = (char *)bytes.at, *out;
	size_t in_left = bytes.len, cap = bytes.len + 16, out_left, skip;

	for (size_t i = 0; i < bytes.len; i++)
		cap += bytes.at[i] & 0x80 ? 2 : 0;
	if (cap < bytes.len * 3 / 2 + 16) /* two bytes of UTF-16 can become three */
		cap = bytes.len * 3 / 2 + 16;
	out_left = cap;
	*ret = (struct reading){ .text = out = arena_alloc(a, cap) };
	iconv(cd, NULL, NULL, NULL, NULL);
	while (in_left && iconv(cd, &in, &in_left, &out, &out_left) == (size_t)-1) {
		if (errno == E2BIG || out_left < 3)
			break;
		memcpy(out, replacement, 3);
		out += 3;
		out_left -= 3;
		skip = broken_bytes(e, in, in_left);
		in += skip;
		in_left -= skip;
		ret->n_bad++;
	}
	ret->len = (size_t)(out - ret->text);
}

/* From 1 (every character outside ASCII is a common one) downwards; bad places and
 * private characters cost. */
static double chinese_score(const struct common_han *common, const struct reading *r)
{
	size_t n, total = 0, good = 0, bad = r->n_bad;
	uint32_t c;

	for (size_t i = 0; i < r->len; i += n) {
		n = utf8_decode(r->text + i, r->len - i, &c);
		if (!n)
			break;
		if (c < 0x80 || c == 0xfffd)
			continue;
		total++;
		good += common_han_has(common, c) || char_closes_wide(c) || c == 0x3000 ||
			(c >= 0x2014 && c <= 0x201d) || c == 0xff08;
		bad += c >= 0xe000 && c < 0xf900;
	}
	total += bad;
	return total ? ((double)good - 3.0 * (double)bad) / (double)total : 0;
}

enum { SAMPLE_BYTES = 1 << 18 };

static void read_as(struct decoder *d, enum encoding e, struct arena *a,
		    struct span bytes, struct reading *ret)
{
	convert(d, e, a, bytes, ret);
	ret->score = chinese_score(&d->common, ret);
}

/* The bytes outside ASCII with what belongs to them (a second byte may be ASCII), which
 * is all that tells the encodings of Chinese apart. */
static struct span sample(struct arena *a, struct span bytes)
{
	char *out = arena_alloc(a, SAMPLE_BYTES + 4);
	size_t len = 0;

	for (size_t i = 0; i < bytes.len && len < SAMPLE_BYTES; i++) {
		if (!(bytes.at[i] & 0x80))
			continue;
		out[len++] = bytes.at[i];
		if (i + 1 < bytes.len)
			out[len++] = bytes.at[++i];
		if (i + 1 < bytes.len && !(bytes.at[i + 1] & 0x80))
			out[len++] = '\n';
	}
	return (struct span){ out, len };
}

/* Whether it reads as UTF-8. A few bytes may be broken on the way, or cut at the end. */
static bool looks_utf8(struct span bytes)
{
	size_t good = 0, bad = 0, n;
	uint32_t c;

	for (size_t i = 0; i < bytes.len; i += n ? n : 1) {
		n = 1;
		if (!(bytes.at[i] & 0x80))
			continue;
		n = utf8_decode(bytes.at + i, bytes.len - i, &c);
		if (n)
			good++;
		else if (i + 3 < bytes.len)
			bad++;
	}
	return bad == 0 || bad * 10 <= good;
}

/* Copies valid UTF-8, replacing what is not; a NUL becomes a blank. */
static void take_utf8(struct arena *a, struct span bytes, struct decoded *ret)
{
	char *out;
	size_t len = 0, n, cap = bytes.len + 1;
	uint32_t c;

	ret->encoding = "utf-8";
	ret->text = bytes;
	if (utf8_valid(bytes.at, bytes.len) && !memchr(bytes.at, 0, bytes.len))
		return;
	for (size_t i = 0; i < bytes.len; i++)
		cap += bytes.at[i] & 0x80 ? 2 : 0;
	out = arena_alloc(a, cap);
	for (size_t i = 0; i < bytes.len; i += n) {
		n = utf8_decode(bytes.at + i, bytes.len - i, &c);
		if (n) {
			memcpy(out + len, c ? bytes.at + i : " ", n);
			len += n;
			continue;
		}
		n = 1;
		memcpy(out + len, replacement, 3);
		len += 3;
		ret->n_bad++;
	}
	ret->text = (struct span){ out, len };
}

static void take_reading(const struct reading *r, enum encoding e, struct decoded *ret)
{
	for (size_t i = 0; i < r->len; i++)
		if (!r->text[i])
			r->text[i] = ' ';
	ret->text = (struct span){ r->text, r->len };
	ret->encoding = encodings[e].name;
	ret->n_bad = r->n_bad;
}

static void take_converted(struct decoder *d, enum encoding e, struct arena *a,
			   struct span bytes, struct decoded *ret)
{
	struct reading r;

	convert(d, e, a, bytes, &r);
	take_reading(&r, e, ret);
}

static void take_cp1252(struct arena *a, struct span bytes, struct decoded *ret)
{
	size_t cap = bytes.len + 1, len = 0;
	char *out;

	for (size_t i = 0; i < bytes.len; i++)
		cap += bytes.at[i] & 0x80 ? 2 : 0;
	out = arena_alloc(a, cap);
	for (size_t i = 0; i < bytes.len; i++) {
		uint8_t byte = (uint8_t)bytes.at[i];

		len += utf8_encode(byte ? cp1252_to_unicode(byte) : ' ', out + len);
	}
	ret->text = (struct span){ out, len };
	ret->encoding = "windows-1252";
}

static bool take_bom(struct decoder *d, struct arena *a, struct span b,
		     struct decoded *ret)
{
	static const struct {
		const char *bom;
		size_t len;
		enum encoding encoding;
	} boms[] = {
		{ "\xff\xfe\0\0", 4, ENCODING_UTF32LE },
		{ "\0\0\xfe\xff", 4, ENCODING_UTF32BE },
		{ "\xff\xfe", 2, ENCODING_UTF16LE },
		{ "\xfe\xff", 2, ENCODING_UTF16BE },
	};

	if (span_starts(b, "\xef\xbb\xbf")) {
		take_utf8(a, span_from(b, 3), ret);
		return true;
	}
	for (size_t i = 0; i < NW_ARRAY_LEN(boms); i++)
		if (b.len >= boms[i].len && memcmp(b.at, boms[i].bom, boms[i].len) == 0) {
			take_converted(d, boms[i].encoding, a, span_from(b, boms[i].len),
				       ret);
			return true;
		}
	return false;
}

/* UTF-16 without a mark: every second byte of its markup and digits is zero. */
static bool take_utf16(struct decoder *d, struct arena *a, struct span b,
		       struct decoded *ret)
{
	size_t zeros[2] = { 0, 0 }, len = b.len < 2048 ? b.len & ~(size_t)1 : 2048;

	for (size_t i = 0; i < len; i++)
		zeros[i & 1] += b.at[i] == 0;
	if (len < 8 || zeros[0] + zeros[1] < len / 8)
		return false;
	if (zeros[1] > 8 * zeros[0]) {
		take_converted(d, ENCODING_UTF16LE, a, b, ret);
		return true;
	}
	if (zeros[0] > 8 * zeros[1]) {
		take_converted(d, ENCODING_UTF16BE, a, b, ret);
		return true;
	}
	return false;
}

static int find_encoding(struct span label)
{
	for (int e = 0; e < N_ENCODINGS; e++) {
		struct span labels = span_of(encodings[e].labels);

		while (labels.len) {
			const char *comma = memchr(labels.at, ',', labels.len);
			struct span one = span_upto(labels, (size_t)(comma - labels.at));

			labels = span_from(labels, one.len + 1);
			if (one.len == label.len &&
			    strncasecmp(one.at, label.at, one.len) == 0)
				return e;
		}
	}
	return -1;
}

/* A page in one of the two encodings of Chinese scores about .7, anything else below .2;
 * the declaration breaks ties. */
static bool take_chinese(struct decoder *d, struct arena *a, struct span b, int declared,
			 struct decoded *ret)
{
	static const double enough = 0.3, declaration = 0.05;
	struct span s = sample(a, b);
	struct reading gb, big5;
	bool simplified;

	read_as(d, ENCODING_GB18030, a, s, &gb);
	read_as(d, ENCODING_BIG5, a, s, &big5);
	gb.score += declared == ENCODING_GB18030 ? declaration : 0;
	big5.score += declared == ENCODING_BIG5 ? declaration : 0;
	simplified = gb.score >= big5.score;
	if ((simplified ? gb.score : big5.score) < enough)
		return false;
	take_converted(d, simplified ? ENCODING_GB18030 : ENCODING_BIG5, a, b, ret);
	return true;
}

void decoder_run(struct decoder *d, struct arena *a, struct span bytes,
		 const char *declared, struct decoded *ret)
{
	struct span label;
	int e;

	*ret = (struct decoded){ .text = { "", 0 }, .encoding = "utf-8" };
	if (!bytes.len || take_bom(d, a, bytes, ret) || take_utf16(d, a, bytes, ret))
		return;
	if (looks_utf8(bytes)) {
		take_utf8(a, bytes, ret);
		return;
	}
	label = declared_in_page(bytes);
	if (!label.len)
		label = span_of(declared);
	e = find_encoding(label);
	if (take_chinese(d, a, bytes, e, ret))
		return;
	if (e >= 0)
		take_converted(d, (enum encoding)e, a, bytes, ret);
	else
		take_cp1252(a, bytes, ret);
}

/* glibc loads a converter's module when it is opened, but may set up more at its first
 * use: use each once. */
static void warm(iconv_t cd)
{
	char in[] = "ab", out[16], *from = in, *to = out;
	size_t in_left = 2, out_left = sizeof(out);

	iconv(cd, &from, &in_left, &to, &out_left);
	iconv(cd, NULL, NULL, NULL, NULL);
}

int decoder_open(struct decoder **ret)
{
	NW_CLEANUP(decoder_closep) struct decoder *d = calloc(1, sizeof(*d));

	if (!d)
		return nw_fault(-ENOMEM, "decode: allocate");
	for (int e = 0; e < N_ENCODINGS; e++)
		d->converters[e] = (iconv_t)-1;
	for (int e = 0; e < N_ENCODINGS; e++) {
		d->converters[e] = iconv_open("UTF-8", encodings[e].name);
		if (d->converters[e] == (iconv_t)-1)
			return nw_fault(-errno, "decode: no converter for %s",
					encodings[e].name);
		warm(d->converters[e]);
	}
	common_han_fill(&d->common);
	*ret = nw_take(d);
	return 0;
}

struct decoder *decoder_close(struct decoder *d)
{
	if (!d)
		return NULL;
	for (int e = 0; e < N_ENCODINGS; e++)
		if (d->converters[e] != (iconv_t)-1)
			iconv_close(d->converters[e]);
	free(d);
	return NULL;
}
