#include "workers/clean/names.h"

#include "protocol/base/cleanup.h"
#include "protocol/base/utf8.h"
#include "workers/clean/byline.h"
#include "workers/clean/chars.h"

enum { MAX_NAMES = 4, HAN_BYTES = 3, MAX_TAIL = 80 };

/* The family names of nine people in ten. */
static const char surnames[] = "王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗郑梁谢宋唐许韩冯"
			       "邓曹彭曾肖田董袁潘于蒋蔡余杜叶"
			       "程苏魏吕丁任沈姚卢姜崔钟谭陆汪范金石廖贾夏韦付方白邹孟熊"
			       "秦邱江尹薛闫段雷侯龙史陶黎贺顾"
			       "毛郝龚邵万钱严覃武戴莫孔向汤常温康施文牛樊葛邢安齐易乔伍"
			       "庞颜倪庄聂章鲁岳翟殷詹申欧耿关"
			       "兰焦俞左柳甘祝包宁尚符舒阮纪梅童凌毕单季裴霍涂成苗谷曲盛"
			       "冉翁蓝路游辛靳管柴蒙鲍华喻祁房"
			       "滕屈饶解牟艾尤时穆农司卓古吉缪简车项连芦麦褚娄窦戚岑景党"
			       "宫费卜冷晏席卫米柏宗瞿桂全佟应"
			       "臧闵苟邬边卞姬师和仇栾隋商刁沙荣巫寇桑郎甄丛仲虞敖巩明佘"
			       "池查麻苑迟邝張劉陳楊黃趙吳孫馬"
			       "羅鄭謝許韓馮鄧蕭蔣葉蘇魏呂盧鐘譚陸範賈韋鄒";

static bool is_surname(const char *at)
{
	for (const char *s = surnames; *s; s += HAN_BYTES)
		if (memcmp(s, at, HAN_BYTES) == 0)
			return true;
	return false;
}

/* Two or three Han characters, the first of them a family name; up to five of any when it
 * is sure that a name stands there. */
static bool is_name(struct span s, bool sure)
{
	if (s.len < 2 * HAN_BYTES || s.len % HAN_BYTES)
		return false;
	return sure ? s.len <= 5 * HAN_BYTES : s.len <= 3 * HAN_BYTES && is_surname(s.at);
}

/* The next name off `s`; empty when what comes is none. */
static struct span next_name(struct span *s, bool sure)
{
	struct span name;
	size_t end = 0, n;
	uint32_t c;

	*s = span_trim(*s);
	while (span_starts(*s, "、"))
		*s = span_trim(span_from(*s, HAN_BYTES));
	while ((n = utf8_decode(s->at + end, s->len - end, &c)) && char_is_han(c))
		end += n;
	name = span_upto(*s, end);
	if (!is_name(name, sure))
		return span_upto(name, 0);
	*s = span_from(*s, end);
	return name;
}

bool names_are(struct span s)
{
	size_t n = 0;

	s = span_trim(s);
	while (s.len) {
		if (!next_name(&s, false).len || ++n > MAX_NAMES)
			return false;
		s = span_trim(s);
	}
	return n > 0;
}

static void take_names(struct span s, bool sure, struct arena *a,
		       struct clean_article *ret)
{
	struct span name;

	while (s.len && (name = next_name(&s, sure)).len)
		byline_add_authors(name, a, ret);
}

/* What stands in the last pair of brackets, if the text ends with it. */
static struct span in_last_brackets(struct span s)
{
	static const char *const pairs[][2] = { { "（", "）" }, { "(", ")" } };

	s = span_trim(s);
	for (size_t i = 0; i < NW_ARRAY_LEN(pairs); i++) {
		size_t open = strlen(pairs[i][0]), close = strlen(pairs[i][1]);
		size_t from = s.len > MAX_TAIL ? s.len - MAX_TAIL : 0;

		if (!span_ends(s, pairs[i][1]))
			continue;
		for (size_t at = s.len - close; at-- > from;)
			if (span_starts(span_from(s, at), pairs[i][0]))
				return (struct span){ s.at + at + open,
						      s.len - close - at - open };
	}
	return (struct span){ "", 0 };
}

/* "（记者 张三）": brackets that open before the word make it sure. */
static bool opens_before(struct span line, size_t at)
{
	struct span before = span_trim(span_upto(line, at));

	return span_ends(before, "（") || span_ends(before, "(");
}

void names_find_authors(struct span line, bool last, struct arena *a,
			struct clean_article *ret)
{
	static const char *const keys[] = { "实习记者", "记者", "記者", "通讯员" };

	for (size_t i = 0; i < NW_ARRAY_LEN(keys) && !ret->n_authors; i++) {
		long at = span_find(line, keys[i]);

		if (at >= 0)
			take_names(span_from(line, (size_t)at + strlen(keys[i])),
				   opens_before(line, (size_t)at), a, ret);
	}
	if (last && !ret->n_authors)
		take_names(in_last_brackets(line), false, a, ret);
}
