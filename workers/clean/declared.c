#include "workers/clean/declared.h"

#include <ctype.h>
#include <strings.h>

enum { LOOK_AT_BYTES = 8192, MAX_LABEL = 32 };

static struct span label_after(struct span s, const char *key)
{
	size_t key_len = strlen(key), end;

	for (size_t i = 0; i + key_len < s.len; i++) {
		if ((s.at[i] | 32) != key[0] || strncasecmp(s.at + i, key, key_len) != 0)
			continue;
		i += key_len;
		while (i < s.len && strchr(" ='\"", s.at[i]) && s.at[i])
			i++;
		for (end = i; end < s.len && end - i < MAX_LABEL; end++)
			if (!isalnum((unsigned char)s.at[end]) &&
			    (!s.at[end] || !strchr("-_:", s.at[end])))
				break;
		if (end > i)
			return (struct span){ s.at + i, end - i };
	}
	return (struct span){ "", 0 };
}

struct span declared_in_page(struct span bytes)
{
	struct span start =
		span_upto(bytes, bytes.len < LOOK_AT_BYTES ? bytes.len : LOOK_AT_BYTES);
	struct span label = label_after(start, "charset=");

	return label.len ? label : label_after(start, "encoding=");
}

uint32_t cp1252_to_unicode(uint8_t byte)
{
	static const uint16_t c1[32] = {
		0x20ac, 0xfffd, 0x201a, 0x0192, 0x201e, 0x2026, 0x2020, 0x2021,
		0x02c6, 0x2030, 0x0160, 0x2039, 0x0152, 0xfffd, 0x017d, 0xfffd,
		0xfffd, 0x2018, 0x2019, 0x201c, 0x201d, 0x2022, 0x2013, 0x2014,
		0x02dc, 0x2122, 0x0161, 0x203a, 0x0153, 0xfffd, 0x017e, 0x0178,
	};

	return byte >= 0x80 && byte < 0xa0 ? c1[byte - 0x80] : byte;
}
