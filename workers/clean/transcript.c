#include "workers/clean/transcript.h"

#include "protocol/base/cleanup.h"
#include "protocol/base/utf8.h"
#include "workers/clean/byline.h"
#include "workers/clean/chars.h"

enum {
	MIN_LINES = 20,
	MAX_WEIGHT = 30 * WEIGHT_WIDE, /* of a caption */
	GREETING_LINES = 4,
	FAREWELL_LINES = 8,
};

static bool is_caption(struct span s, bool *ends_in_stop)
{
	size_t weight = 0, n;
	uint32_t c = 0;

	for (; s.len; s = span_from(s, n ? n : 1)) {
		n = utf8_decode(s.at, s.len, &c);
		weight += n ? char_weight(c) : 0;
	}
	*ends_in_stop = char_ends_sentence(c) || char_is_clause(c);
	return weight <= MAX_WEIGHT;
}

/* What stands behind `key` up to a mark. */
static struct span after(struct span line, const char *key)
{
	static const char *const ends[] = { "，", ",", "。", "！", "!", " ", "、" };
	long at = span_find(line, key);
	struct span s;

	if (at < 0)
		return (struct span){ "", 0 };
	s = span_trim(span_from(line, (size_t)at + strlen(key)));
	for (size_t i = 0; i < NW_ARRAY_LEN(ends); i++) {
		long end = span_find(s, ends[i]);

		if (end >= 0)
			s.len = (size_t)end;
	}
	return s;
}

static struct span after_any(struct span line, const char *const *keys, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		struct span s = after(line, keys[i]);

		if (s.len && s.len <= 60)
			return s;
	}
	return (struct span){ "", 0 };
}

static bool holds_any(struct span line, const char *const *words, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (span_find(line, words[i]) >= 0)
			return true;
	return false;
}

static bool is_greeting(struct span line)
{
	static const char *const words[] = { "大家好",	 "各位好", "你好",
					     "观众朋友", "哈喽",   "Hello",
					     "hello",	 "嗨",	   "欢迎" };

	return holds_any(line, words, NW_ARRAY_LEN(words));
}

static bool is_farewell(struct span line)
{
	static const char *const words[] = {
		"分享就到这里", "分享就到這裡",	  "内容就到这里",   "视频就到这里",
		"今天就到这里", "节目就到这里",	  "感谢大家的观看", "感谢大家收看",
		"感谢观看",	"感謝大家的觀看", "谢谢大家的观看", "谢谢观看",
		"下期再见",	"下期再見",	  "我们下次再见",   "拜拜",
		"点赞",		"點讚",		  "订阅我们的频道", "訂閱",
		"一键三连",	"就聊到这里",	  "下期见",	    "点个赞",
		"就说到这里",	"就讲到这里",
	};

	return holds_any(line, words, NW_ARRAY_LEN(words));
}

bool transcript_is(const struct prose *p)
{
	size_t captions = 0, stops = 0;
	bool stop, greets = false;

	for (size_t i = 0; i < p->n; i++) {
		captions += is_caption(p->lines[i], &stop);
		stops += stop;
		greets |= i < GREETING_LINES && is_greeting(p->lines[i]);
	}
	return p->n >= MIN_LINES && captions * 20 >= p->n * 19 && stops * 5 <= p->n &&
	       (p->plain || greets);
}

/* "大家好，这里是X，我是Y". */
static bool read_greeting(struct span line, struct arena *a, struct clean_article *ret)
{
	static const char *const shows[] = { "这里是",	 "這裡是",   "欢迎来到",
					     "歡迎來到", "欢迎收看", "歡迎收看" };
	static const char *const names[] = { "我是", "我叫" };
	struct span show = after_any(line, shows, NW_ARRAY_LEN(shows));
	struct span name = after_any(line, names, NW_ARRAY_LEN(names));

	if (!is_greeting(line) && !(show.len && name.len))
		return false;
	if (show.len && !ret->source)
		ret->source = arena_dup(a, show.at, show.len);
	if (show.len && !ret->original_source)
		ret->original_source = ret->source;
	if (name.len)
		byline_add_authors(name, a, ret);
	return true;
}

void transcript_read(struct prose *p, struct clean_article *ret)
{
	for (size_t i = 0; i < GREETING_LINES && i < p->n; i++)
		if (read_greeting(p->lines[i], p->arena, ret)) {
			prose_cut(p, 0, i + 1);
			break;
		}
	for (size_t k = 0;
	     k < FAREWELL_LINES && p->n > 0 && is_farewell(p->lines[p->n - 1]); k++)
		p->n--;
	p->captions = true;
}
