#include "workers/extract/recognise_unit.h"

#include <string.h>

/* The second word is what is meant; a '-' before it says that the word is no part of the
 * quantity (估值达5亿元). */
static const struct scan_word modifiers[] = {
	{ U"约", "约" },
	{ U"约为", "约" },
	{ U"大约", "约" },
	{ U"大约为", "约" },
	{ U"约合", "-约" },
	{ U"近", "近" },
	{ U"将近", "近" },
	{ U"接近", "近" },
	{ U"超", "超" },
	{ U"超过", "超过" },
	{ U"超出", "超过" },
	{ U"逾", "逾" },
	{ U"过", "过" },
	{ U"破", "-破" },
	{ U"突破", "-突破" },
	{ U"不足", "不足" },
	{ U"不到", "不到" },
	{ U"不超过", "不超过" },
	{ U"不低于", "不低于" },
	{ U"不少于", "不少于" },
	{ U"不高于", "不高于" },
	{ U"不多于", "不多于" },
	{ U"至少", "至少" },
	{ U"最少", "至少" },
	{ U"至多", "至多" },
	{ U"最多", "最多" },
	{ U"最高", "-最高" },
	{ U"高达", "-高达" },
	{ U"上", "上" },
	{ U"达", "-达" },
	{ U"多达", "-多达" },
	{ U"低于", "-低于" },
	{ U"高于", "-高于" },
	{ U"大于", "-大于" },
	{ U"小于", "-小于" },
	{ U"少于", "-少于" },
	{ U"多于", "-多于" },
	{ U"未超过", "不超过" },
	{ U"估计", "-约" },
	{ U"大概", "-约" },
	{ U"差不多", "-约" },
	{ U"about ", "about" },
	{ U"around ", "about" },
	{ U"approximately ", "about" },
	{ U"roughly ", "about" },
	{ U"nearly ", "nearly" },
	{ U"almost ", "nearly" },
	{ U"over ", "over" },
	{ U"more than ", "more than" },
	{ U"up to ", "up to" },
	{ U"at least ", "at least" },
	{ U"less than ", "less than" },
	{ U"under ", "under" },
	{ U"some ", "about" },
	{ U"~", "约" },
};

const char *modifier_before(const struct scan *s, uint32_t at, uint32_t *ret_count,
			    bool *ret_part)
{
	const struct scan_word *w;

	if (char_is_latin(scan_at(s, at)) && char_is_word(scan_before(s, at)))
		return NULL;
	w = scan_longest(s, at, modifiers, NW_ARRAY_LEN(modifiers), ret_count);
	if (!w)
		return NULL;
	*ret_part = w->means[0] != '-';
	return w->means + !*ret_part;
}

const char *modifier_behind(const struct scan *s, uint32_t *ret_end)
{
	static const struct scan_word words[] = {
		{ U"以上", "以上" }, { U"以下", "以下" }, { U"左右", "左右" },
		{ U"上下", "左右" }, { U"不等", "不等" }, { U"以内", "以内" },
		{ U"级", "级" },     { U"级别", "级" },	  { U"or more", "at least" },
	};
	uint32_t count;
	const struct scan_word *w = scan_longest(s, scan_blank(s, *ret_end), words,
						 NW_ARRAY_LEN(words), &count);

	if (!w)
		return NULL;
	*ret_end = scan_blank(s, *ret_end) + count;
	return w->means;
}

/* 七成六, 三成半, 半成: tenths. 成 begins many other words. */
static bool read_tenths(const struct scan *s, struct number *n, uint32_t at)
{
	uint32_t next = scan_at(s, at + 1);
	int digit = numeral_digit(next);

	if (n->value > 10 || n->value <= 0 || n->scale > 1 ||
	    scan_in(s, at + 1,
		    U"立为员功本交果都长人绩分份熟就品因效型名语年套像活批片都"))
		return false;
	n->value *= 10;
	n->end = at + 1;
	if (next == U'半')
		n->value += 5;
	if (digit > 0)
		n->value += digit;
	n->end += next == U'半' || digit > 0;
	return true;
}

/* 八折, 75折, 三八折. */
static bool read_discount(const struct scan *s, struct number *n, uint32_t at)
{
	if (n->value <= 0 || n->value >= 100 || n->value == 10 || n->scale > 1 ||
	    scan_in(s, at + 1, U"合算叠旧扣现射磨"))
		return false;
	if (n->value < 10)
		n->value *= 10;
	n->end = at + 1;
	return true;
}

const char *percent_behind(const struct scan *s, struct number *n)
{
	static const struct scan_word words[] = {
		{ U"%", "%" },
		{ U"percent", "%" },
		{ U"per cent", "%" },
		{ U"pct", "%" },
		{ U"‰", "‰" },
		{ U"个 百 分 点", "pp" },
		{ U"百 分 点", "pp" },
		{ U"percentage points", "pp" },
		{ U"percentage point", "pp" },
		{ U"个 pct", "pp" },
		{ U"pp", "pp" },
		{ U"basis points", "bp" },
		{ U"个 基 点", "bp" },
	};
	uint32_t at = scan_blank(s, n->end), count;
	const struct scan_word *w =
		scan_longest(s, at, words, NW_ARRAY_LEN(words), &count);

	if (scan_at(s, at) == U'成' && read_tenths(s, n, at))
		return "%";
	if (scan_at(s, at) == U'折' && read_discount(s, n, at))
		return "%";
	if (!w || n->pair)
		return NULL;
	n->end = at + count;
	if (strcmp(w->means, "‰") == 0)
		n->value /= 10;
	if (strcmp(w->means, "bp") == 0)
		n->value /= 100;
	return w->means[0] == '%' || w->word[0] == U'‰' ? "%" : "pp";
}

bool shares_behind(const struct scan *s, struct number *n)
{
	uint32_t at = scan_blank(s, n->end), count;

	if (scan_at(s, at) == U'股' && !n->single &&
	    !scan_in(s, at + 1, U"东权价市比民息票本")) {
		n->end = at + 1;
		return true;
	}
	count = scan_word(s, at, U"shares");
	if (count && !char_is_word(scan_at(s, at + count))) {
		n->end = at + count;
		return true;
	}
	return false;
}

static const struct scan_word measures[] = {
	{ U"人", "人" },
	{ U"名", "人" },
	{ U"位", "位" },
	{ U"人次", "人次" },
	{ U"家", "家" },
	{ U"个", "个" },
	{ U"次", "次" },
	{ U"款", "款" },
	{ U"台", "台" },
	{ U"辆", "辆" },
	{ U"架", "架" },
	{ U"艘", "艘" },
	{ U"座", "座" },
	{ U"套", "套" },
	{ U"件", "件" },
	{ U"项", "项" },
	{ U"条", "条" },
	{ U"份", "份" },
	{ U"张", "张" },
	{ U"部", "部" },
	{ U"种", "种" },
	{ U"只", "只" },
	{ U"支", "支" },
	{ U"笔", "笔" },
	{ U"起", "起" },
	{ U"户", "户" },
	{ U"岁", "岁" },
	{ U"周岁", "岁" },
	{ U"倍", "倍" },
	{ U"颗", "颗" },
	{ U"枚", "枚" },
	{ U"块", "块" },
	{ U"片", "片" },
	{ U"篇", "篇" },
	{ U"场", "场" },
	{ U"届", "届" },
	{ U"处", "处" },
	{ U"间", "间" },
	{ U"票", "票" },
	{ U"桶", "桶" },
	{ U"箱", "箱" },
	{ U"颗", "颗" },
	{ U"门", "门" },
	{ U"轮", "轮" },
	{ U"批", "批" },
	{ U"类", "类" },
	{ U"对", "对" },
	{ U"双", "双" },
	{ U"组", "组" },
	{ U"层", "层" },
	{ U"章", "章" },
	{ U"手", "手" },
	{ U"例", "例" },
	{ U"所", "所" },
	{ U"口", "口" },
	{ U"头", "头" },
	{ U"用户", "用户" },
	{ U"参数", "parameters" },
	{ U"个 参数", "parameters" },
	{ U"个 模型参数", "parameters" },
	{ U"parameters", "parameters" },
	{ U"params", "parameters" },
	{ U"-parameter", "parameters" },
	{ U"parameter", "parameters" },
	{ U"token", "token" },
	{ U"tokens", "token" },
	{ U"个 token", "token" },
	{ U"个 tokens", "token" },
	{ U"平方米", "平方米" },
	{ U"平方公里", "平方公里" },
	{ U"平米", "平方米" },
	{ U"立方米", "立方米" },
	{ U"公里", "公里" },
	{ U"千米", "千米" },
	{ U"米", "米" },
	{ U"厘米", "厘米" },
	{ U"公分", "公分" },
	{ U"毫米", "毫米" },
	{ U"纳米", "纳米" },
	{ U"微米", "微米" },
	{ U"英里", "英里" },
	{ U"英寸", "英寸" },
	{ U"英尺", "英尺" },
	{ U"海里", "海里" },
	{ U"公尺", "公尺" },
	{ U"里", "里" },
	{ U"光年", "光年" },
	{ U"吨", "吨" },
	{ U"公斤", "公斤" },
	{ U"千克", "千克" },
	{ U"克", "克" },
	{ U"毫克", "毫克" },
	{ U"微克", "微克" },
	{ U"斤", "斤" },
	{ U"两", "两" },
	{ U"盎司", "盎司" },
	{ U"磅", "磅" },
	{ U"克拉", "克拉" },
	{ U"亩", "亩" },
	{ U"公顷", "公顷" },
	{ U"英亩", "英亩" },
	{ U"升", "升" },
	{ U"毫升", "毫升" },
	{ U"加仑", "加仑" },
	{ U"度", "度" },
	{ U"度电", "度" },
	{ U"千瓦时", "千瓦时" },
	{ U"千瓦", "千瓦" },
	{ U"兆瓦", "兆瓦" },
	{ U"吉瓦", "吉瓦" },
	{ U"瓦", "瓦" },
	{ U"兆瓦时", "兆瓦时" },
	{ U"吉瓦时", "吉瓦时" },
	{ U"马力", "马力" },
	{ U"赫兹", "赫兹" },
	{ U"兆赫兹", "兆赫兹" },
	{ U"兆赫", "兆赫" },
	{ U"千兆", "千兆" },
	{ U"比特", "比特" },
	{ U"字节", "字节" },
	{ U"兆字节", "兆字节" },
	{ U"千字节", "千字节" },
	{ U"卡路里", "卡路里" },
	{ U"大卡", "大卡" },
	{ U"千卡", "千卡" },
	{ U"摄氏度", "摄氏度" },
	{ U"伏", "伏" },
	{ U"安时", "安时" },
	{ U"像素", "像素" },
	{ U"万像素", "万像素" },
	{ U"行", "行" },
	{ U"字", "字" },
	{ U"km", "km" },
	{ U"cm", "cm" },
	{ U"mm", "mm" },
	{ U"nm", "nm" },
	{ U"m", "m" },
	{ U"kg", "kg" },
	{ U"g", "g" },
	{ U"mg", "mg" },
	{ U"μg", "μg" },
	{ U"t", "t" },
	{ U"gw", "gw" },
	{ U"mw", "mw" },
	{ U"kw", "kw" },
	{ U"w", "w" },
	{ U"kwh", "kwh" },
	{ U"gwh", "gwh" },
	{ U"mwh", "mwh" },
	{ U"gb", "gb" },
	{ U"tb", "tb" },
	{ U"mb", "mb" },
	{ U"kb", "kb" },
	{ U"hz", "hz" },
	{ U"mhz", "mhz" },
	{ U"ghz", "ghz" },
	{ U"people", "people" },
	{ U"employees", "people" },
	{ U"workers", "people" },
	{ U"staff", "people" },
	{ U"users", "users" },
	{ U"customers", "customers" },
	{ U"jobs", "jobs" },
	{ U"times", "times" },
	{ U"x", "x" },
	{ U"vehicles", "vehicles" },
	{ U"cars", "vehicles" },
	{ U"units", "units" },
	{ U"stores", "stores" },
	{ U"models", "models" },
	{ U"tons", "t" },
	{ U"tonnes", "t" },
	{ U"miles", "miles" },
	{ U"positions", "jobs" },
	{ U"roles", "jobs" },
	{ U"companies", "companies" },
	{ U"startups", "companies" },
};

/* Measure words that begin other words: 家庭, 人工, 部分, 个人. */
static bool is_other_word(const struct scan *s, uint32_t at, uint32_t count)
{
	static const char32_t *const words[] = {
		U"人工", U"人均", U"人类", U"人物", U"人士", U"人才", U"家庭", U"家居",
		U"部分", U"部门", U"个人", U"个性", U"次数", U"台湾", U"台北", U"座谈",
		U"度过", U"度假", U"张某", U"支付", U"支持", U"支撑", U"起诉", U"起步",
		U"起来", U"起点", U"间接", U"处理", U"处于", U"处罚", U"口碑", U"手机",
		U"手段", U"头部", U"升级", U"升至", U"升值", U"米粉", U"克服", U"例如",
		U"位于", U"位居", U"位列", U"位置", U"名为", U"名列", U"名单", U"名义",
		U"场景", U"场所", U"行业", U"行动", U"行政", U"字体", U"里程", U"里面",
		U"对于", U"对外", U"对应", U"对手", U"组织", U"组成", U"组建", U"组合",
		U"层面", U"门店", U"门槛", U"批准", U"批发", U"类似", U"轮融", U"所以",
		U"所有", U"所得", U"只是", U"只有", U"只能", U"条件", U"项目", U"本次",
		U"件事", U"份额", U"片区", U"片面", U"块钱", U"岁月", U"倍增", U"届时",
		U"双方", U"双十", U"两者", U"两家", U"两个", U"两人", U"两名", U"两位",
		U"两年", U"两种", U"两地", U"两岸",
	};

	if (count != 1)
		return false;
	for (size_t i = 0; i < NW_ARRAY_LEN(words); i++)
		if (scan_at(s, at) == words[i][0] && scan_at(s, at + 1) == words[i][1])
			return !(words[i][0] == U'条' && words[i][1] == U'件') || true;
	return false;
}

/* 7B, 180B: parameters of a model, where no currency stood before. */
static bool is_billions(const struct scan *s, uint32_t at)
{
	return scan_raw(s, at) == 'B' && !char_is_word(scan_at(s, at + 1));
}

/* Units of one letter stand close and small: 5m, 3g; 5G is none. */
static bool is_letter_unit(const struct scan *s, uint32_t at, const struct number *n)
{
	return at == n->end &&
	       (scan_at(s, at) == 'w' || !char_is_capital(scan_raw(s, at)));
}

const char *measure_behind(const struct scan *s, struct number *n)
{
	uint32_t at = scan_blank(s, n->end), count;
	const struct scan_word *w;

	if (n->arabic && n->scale == 1 && is_billions(s, n->end)) {
		n->value *= 1e9;
		n->end++;
		return "parameters";
	}
	w = scan_longest(s, at, measures, NW_ARRAY_LEN(measures), &count);
	if (!w || is_other_word(s, at, count))
		return NULL;
	if (char_is_latin(w->word[0]) && (char_is_word(scan_at(s, at + count)) ||
					  (count == 1 && !is_letter_unit(s, at, n))))
		return NULL;
	n->end = at + count;
	if (scan_at(s, n->end) == U'半' && !n->arabic &&
	    !char_is_han(scan_at(s, n->end + 1))) {
		n->value += 0.5;
		n->end++;
	}
	return w->means;
}
