#include "workers/clean/byline.h"

#include "protocol/base/cleanup.h"
#include "protocol/base/utf8.h"
#include "workers/clean/chars.h"
#include "workers/clean/fold.h"

enum { MAX_LINE = 400, MAX_NAME = 90, MAX_AUTHORS = 12, MAX_KEYS = 8 };

enum field { ORIGINAL, VIA, AUTHOR, NOTHING };

/* The words before a colon, a stroke or a blank. Longer ones first. */
static const struct {
	const char *word;
	enum field field;
	enum { NEVER, AT_START, ANYWHERE } blank_is_enough;
} keys[] = {
	{ "原文来源", ORIGINAL, NEVER },
	{ "原文來源", ORIGINAL, NEVER },
	{ "文章来源", ORIGINAL, NEVER },
	{ "文章來源", ORIGINAL, NEVER },
	{ "内容来源", ORIGINAL, NEVER },
	{ "消息来源", ORIGINAL, NEVER },
	{ "信息来源", VIA, NEVER },
	{ "資訊來源", VIA, NEVER },
	{ "资讯来源", VIA, NEVER },
	{ "图片来源", NOTHING, NEVER },
	{ "圖片來源", NOTHING, NEVER },
	{ "题图来源", NOTHING, NEVER },
	{ "头图来源", NOTHING, NEVER },
	{ "封面来源", NOTHING, NEVER },
	{ "来源", ORIGINAL, AT_START },
	{ "來源", ORIGINAL, AT_START },
	{ "稿源", ORIGINAL, AT_START },
	{ "出处", ORIGINAL, NEVER },
	{ "转载自", ORIGINAL, NEVER },
	{ "轉載自", ORIGINAL, NEVER },
	{ "本文作者", AUTHOR, NEVER },
	{ "撰文", AUTHOR, NEVER },
	{ "作者", AUTHOR, AT_START },
	{ "文", AUTHOR, NEVER },
	{ "记者", AUTHOR, NEVER },
	{ "记者", NOTHING, ANYWHERE },
	/* names.h reads these */ { "責任編輯", NOTHING, NEVER },
	{ "责任编辑", NOTHING, NEVER },
	{ "编辑", NOTHING, NEVER },
	{ "編輯", NOTHING, NEVER },
	{ "责编", NOTHING, NEVER },
	{ "编译", NOTHING, NEVER },
	{ "校对", NOTHING, NEVER },
	{ "制图", NOTHING, NEVER },
	{ "图", NOTHING, NEVER },
};

struct found {
	enum field field;
	size_t start, value;
};

/* Bytes of what stands between a key and its value at the start of `s`, 0 if nothing
 * does. */
static size_t separator(struct span s, bool blank_is_enough)
{
	static const char *const marks[] = { ":", "：", "|", "｜", "丨", "/", "／", "∣" };
	size_t blanks = 0;

	while (blanks < s.len && s.at[blanks] == ' ')
		blanks++;
	for (size_t i = 0; i < NW_ARRAY_LEN(marks); i++)
		if (span_starts(span_from(s, blanks), marks[i]))
			return blanks + strlen(marks[i]);
	return blank_is_enough ? blanks : 0;
}

static bool key_at(struct span line, size_t at, struct found *ret)
{
	for (size_t i = 0; i < NW_ARRAY_LEN(keys); i++) {
		struct span s = span_from(line, at);
		size_t len = strlen(keys[i].word), gap;

		if (!span_starts(s, keys[i].word))
			continue;
		gap = separator(span_from(s, len),
				keys[i].blank_is_enough == ANYWHERE ||
					(keys[i].blank_is_enough == AT_START && at == 0));
		if (!gap)
			continue;
		*ret = (struct found){ keys[i].field, at, at + len + gap };
		return true;
	}
	return false;
}

/* A key begins the line, or stands behind a blank or a mark. */
static size_t find_keys(struct span line, struct found found[MAX_KEYS])
{
	size_t n = 0, len;
	bool fresh = true;
	uint32_t c;

	for (size_t i = 0; i < line.len && n < MAX_KEYS; i += len) {
		len = utf8_decode(line.at + i, line.len - i, &c);
		if (!len)
			len = 1;
		if (fresh && key_at(line, i, &found[n])) {
			len = found[n].value - i;
			n++;
			continue;
		}
		fresh = char_is_blank(c) || c == '|' || c == '(' || c == '[' ||
			c == 0xff08 || c == 0x3010 || c == 0x4e28 || c == '\n';
	}
	return n;
}

/* The value up to the next key, to a full stop or a stroke. */
static struct span value_of(struct span line, const struct found *found, size_t n,
			    size_t i)
{
	static const char *const ends[] = { "。", "|",	"丨", "\n",   ")",    "）",
					    "]",  "】", "【", "浏览", "阅读", "点击" };
	size_t end = i + 1 < n ? found[i + 1].start : line.len;
	struct span value = { line.at + found[i].value, end - found[i].value };

	value = span_trim(value);
	for (size_t k = 0; k < NW_ARRAY_LEN(ends); k++) {
		long at = span_find(value, ends[k]);

		if (at >= 0)
			value.len = (size_t)at;
	}
	return span_trim(value);
}

static struct span without_prefix(struct span s)
{
	static const char *const prefixes[] = { "微信公众号", "微信公眾號", "公众号",
						"微信号",     "：",	    ":",
						"由",	      "@" };

	for (size_t i = 0; i < NW_ARRAY_LEN(prefixes); i++)
		if (span_starts(s, prefixes[i]))
			s = span_trim(span_from(s, strlen(prefixes[i])));
	return s;
}

/* A name ends where a sentence or another name begins. */
static const char *take_name(struct span s, struct arena *a)
{
	static const char *const ends[] = { "，", ",", "；", ";", "  ", "(", "（", "丨" };

	for (size_t i = 0; i < NW_ARRAY_LEN(ends); i++) {
		long at = span_find(s, ends[i]);

		if (at > 0)
			s.len = (size_t)at;
	}
	s = span_trim(s);
	return s.len && s.len <= MAX_NAME ? fold_dup(a, s) : NULL;
}

/* "由 X 编译自 Y": X shows it, whatever Y is. */
static void take_via(struct span value, struct arena *a, struct clean_article *ret)
{
	static const char *const made_from[] = { "编译自", "編譯自", "翻译自", "翻譯自",
						 "转载自", "轉載自", "整理自" };

	value = without_prefix(value);
	for (size_t i = 0; i < NW_ARRAY_LEN(made_from); i++) {
		long at = span_find(value, made_from[i]);

		if (at > 0) {
			if (!ret->source)
				ret->source = take_name(span_upto(value, (size_t)at), a);
			return;
		}
	}
	if (!ret->original_source)
		ret->original_source = take_name(value, a);
}

static bool already_there(const struct clean_article *c, struct span name)
{
	for (size_t i = 0; i < c->n_authors; i++)
		if (span_is(name, c->authors[i]))
			return true;
	return false;
}

static void add_author(struct span name, struct arena *a, struct clean_article *ret)
{
	static const char *const titles[] = { "记者", "通讯员", "实习生", "特约",
					      "作者", "by ",	"By ",	  "BY " };

	const char *folded;

	name = span_trim(name);
	for (size_t i = 0; i < NW_ARRAY_LEN(titles); i++)
		if (span_starts(name, titles[i]))
			name = span_trim(span_from(name, strlen(titles[i])));
	while (name.len && strchr(".:|/-", name.at[name.len - 1]))
		name.len--;
	if (!name.len || name.len > MAX_NAME || ret->n_authors == MAX_AUTHORS ||
	    already_there(ret, name))
		return;
	folded = fold_dup(a, name);
	if (!folded)
		return;
	if (!ret->authors)
		ret->authors = arena_alloc(a, MAX_AUTHORS * sizeof(*ret->authors));
	ret->authors[ret->n_authors++] = folded;
}

void byline_add_authors(struct span list, struct arena *a, struct clean_article *ret)
{
	static const char *const between[] = { "、", "，", ",", ";",	 "；",
					       "/",  "|",  "&", " and ", "\n" };

	while (list.len) {
		size_t end = list.len, skip = 0;

		for (size_t i = 0; i < NW_ARRAY_LEN(between); i++) {
			long at = span_find(list, between[i]);

			if (at >= 0 && (size_t)at < end) {
				end = (size_t)at;
				skip = strlen(between[i]);
			}
		}
		add_author(span_upto(list, end), a, ret);
		list = span_from(list, end + skip);
	}
}

static void take_value(enum field field, struct span value, struct arena *a,
		       struct clean_article *ret)
{
	switch (field) {
	case ORIGINAL:
		if (!ret->original_source)
			ret->original_source = take_name(without_prefix(value), a);
		break;
	case VIA:
		take_via(value, a, ret);
		break;
	case AUTHOR:
		if (!ret->n_authors)
			byline_add_authors(value, a, ret);
		break;
	case NOTHING:
		break;
	}
}

bool byline_is_key_of_author(struct span line)
{
	struct found found[MAX_KEYS];
	size_t n;

	line = span_trim(line);
	n = line.len <= MAX_LINE ? find_keys(line, found) : 0;
	return n && found[n - 1].field == AUTHOR && found[n - 1].value == line.len;
}

void byline_scan(struct span line, struct arena *a, struct clean_article *ret)
{
	struct found found[MAX_KEYS];
	size_t n = line.len <= MAX_LINE ? find_keys(line, found) : 0;

	for (size_t i = 0; i < n; i++)
		if (line.len > found[i].value)
			take_value(found[i].field, value_of(line, found, n, i), a, ret);
}

bool byline_read(struct span line, struct arena *a, struct clean_article *ret)
{
	struct found found[MAX_KEYS];

	line = span_trim(line);
	if (line.len > MAX_LINE || span_find(line, "？") >= 0 ||
	    span_find(line, "?") >= 0)
		return false;
	if (!find_keys(line, found) || found[0].start > 0)
		return false;
	byline_scan(line, a, ret);
	return true;
}
