#include "workers/extract/recognise_money.h"

#include <string.h>

static const struct scan_word before[] = {
	{ U"us$", "USD" },  { U"$", "USD" },	    { U"usd", "USD" },
	{ U"美元", "USD" }, { U"hk$", "HKD" },	    { U"hkd", "HKD" },
	{ U"港币", "HKD" }, { U"港元", "HKD" },	    { U"人民币", "CNY" },
	{ U"rmb", "CNY" },  { U"cny", "CNY" },	    { U"cn¥", "CNY" },
	{ U"¥", "CNY" },    { U"€", "EUR" },	    { U"eur", "EUR" },
	{ U"欧元", "EUR" }, { U"£", "GBP" },	    { U"gbp", "GBP" },
	{ U"英镑", "GBP" }, { U"jp¥", "JPY" },	    { U"jpy", "JPY" },
	{ U"日元", "JPY" }, { U"₩", "KRW" },	    { U"krw", "KRW" },
	{ U"韩元", "KRW" }, { U"s$", "SGD" },	    { U"sgd", "SGD" },
	{ U"sg$", "SGD" },  { U"新加坡元", "SGD" }, { U"nt$", "TWD" },
	{ U"twd", "TWD" },  { U"新台币", "TWD" },   { U"台币", "TWD" },
	{ U"c$", "CAD" },   { U"ca$", "CAD" },	    { U"cad", "CAD" },
	{ U"a$", "AUD" },   { U"au$", "AUD" },	    { U"aud", "AUD" },
	{ U"chf", "CHF" },  { U"₹", "INR" },	    { U"rs. ", "INR" },
	{ U"inr", "INR" },  { U"r$", "BRL" },	    { U"₽", "RUB" },
	{ U"₫", "VND" },    { U"฿", "THB" },	    { U"₿", "BTC" },
};

static const struct scan_word behind[] = {
	{ U"元", "CNY" },
	{ U"元 人民币", "CNY" },
	{ U"元(人民币)", "CNY" },
	{ U"人民币", "CNY" },
	{ U"人民币元", "CNY" },
	{ U"元 rmb", "CNY" },
	{ U"rmb", "CNY" },
	{ U"cny", "CNY" },
	{ U"yuan", "CNY" },
	{ U"renminbi", "CNY" },
	{ U"圆", "CNY" },
	{ U"元钱", "CNY" },
	{ U"美元", "USD" },
	{ U"美金", "USD" },
	{ U"美刀", "USD" },
	{ U"刀", "USD" },
	{ U"usd", "USD" },
	{ U"dollars", "USD" },
	{ U"dollar", "USD" },
	{ U"us dollars", "USD" },
	{ U"u.s. dollars", "USD" },
	{ U"元美金", "USD" },
	{ U"元(美元)", "USD" },
	{ U"美圆", "USD" },
	{ U"港元", "HKD" },
	{ U"港币", "HKD" },
	{ U"港纸", "HKD" },
	{ U"hkd", "HKD" },
	{ U"元港币", "HKD" },
	{ U"蚊", "HKD" },
	{ U"hong kong dollars", "HKD" },
	{ U"港圆", "HKD" },
	{ U"欧元", "EUR" },
	{ U"€", "EUR" },
	{ U"eur", "EUR" },
	{ U"euros", "EUR" },
	{ U"euro", "EUR" },
	{ U"日元", "JPY" },
	{ U"日圆", "JPY" },
	{ U"日币", "JPY" },
	{ U"yen", "JPY" },
	{ U"jpy", "JPY" },
	{ U"英镑", "GBP" },
	{ U"pounds", "GBP" },
	{ U"gbp", "GBP" },
	{ U"镑", "GBP" },
	{ U"韩元", "KRW" },
	{ U"韩圆", "KRW" },
	{ U"韩币", "KRW" },
	{ U"won", "KRW" },
	{ U"krw", "KRW" },
	{ U"新加坡元", "SGD" },
	{ U"新元", "SGD" },
	{ U"新币", "SGD" },
	{ U"坡币", "SGD" },
	{ U"sgd", "SGD" },
	{ U"新台币", "TWD" },
	{ U"台币", "TWD" },
	{ U"元新台币", "TWD" },
	{ U"元台币", "TWD" },
	{ U"twd", "TWD" },
	{ U"加元", "CAD" },
	{ U"加币", "CAD" },
	{ U"加拿大元", "CAD" },
	{ U"cad", "CAD" },
	{ U"澳元", "AUD" },
	{ U"澳币", "AUD" },
	{ U"澳大利亚元", "AUD" },
	{ U"aud", "AUD" },
	{ U"瑞士法郎", "CHF" },
	{ U"瑞郎", "CHF" },
	{ U"法郎", "CHF" },
	{ U"swiss francs", "CHF" },
	{ U"chf", "CHF" },
	{ U"卢比", "INR" },
	{ U"印度卢比", "INR" },
	{ U"rupees", "INR" },
	{ U"inr", "INR" },
	{ U"印尼卢比", "IDR" },
	{ U"印尼盾", "IDR" },
	{ U"卢布", "RUB" },
	{ U"俄罗斯卢布", "RUB" },
	{ U"澳门元", "MOP" },
	{ U"澳门币", "MOP" },
	{ U"葡币", "MOP" },
	{ U"泰铢", "THB" },
	{ U"越南盾", "VND" },
	{ U"林吉特", "MYR" },
	{ U"令吉", "MYR" },
	{ U"马币", "MYR" },
	{ U"比索", "PHP" },
	{ U"菲律宾比索", "PHP" },
	{ U"墨西哥比索", "MXN" },
	{ U"雷亚尔", "BRL" },
	{ U"巴西雷亚尔", "BRL" },
	{ U"兰特", "ZAR" },
	{ U"南非兰特", "ZAR" },
	{ U"里拉", "TRY" },
	{ U"土耳其里拉", "TRY" },
	{ U"奈拉", "NGN" },
	{ U"迪拉姆", "AED" },
	{ U"里亚尔", "SAR" },
	{ U"沙特里亚尔", "SAR" },
	{ U"谢克尔", "ILS" },
	{ U"克朗", "SEK" },
	{ U"瑞典克朗", "SEK" },
	{ U"挪威克朗", "NOK" },
	{ U"丹麦克朗", "DKK" },
	{ U"新西兰元", "NZD" },
	{ U"纽元", "NZD" },
	{ U"兹罗提", "PLN" },
	{ U"福林", "HUF" },
	{ U"比特币", "BTC" },
	{ U"个比特币", "BTC" },
	{ U"枚比特币", "BTC" },
	{ U"btc", "BTC" },
	{ U"个以太坊", "ETH" },
	{ U"枚以太坊", "ETH" },
	{ U"第纳尔", "KWD" },
	{ U"坚戈", "KZT" },
	{ U"图格里克", "MNT" },
	{ U"格里夫纳", "UAH" },
};

/* Coins below the unit of the currency. */
static const struct coin {
	const char32_t *word;
	double worth;
} coins[] = {
	{ U"角", 0.1 },	     { U"毛", 0.1 },	{ U"毫", 0.1 },
	{ U"分", 0.01 },     { U"仙", 0.01 },	{ U"日本銭", 0.01 },
	{ U"日本钱", 0.01 }, { U"美分", 0.01 }, { U"cents", 0.01 },
};

const char *money_before(const struct scan *s, uint32_t at, uint32_t *ret_end)
{
	const struct scan_word *w;
	uint32_t count;

	if (char_is_latin(scan_at(s, at)) && char_is_latin(scan_before(s, at)))
		return NULL;
	w = scan_longest(s, at, before, NW_ARRAY_LEN(before), &count);
	if (!w)
		return NULL;
	*ret_end = scan_blank(s, at + count);
	return w->means;
}

static const struct coin *coin_at(const struct scan *s, uint32_t at, uint32_t *ret_count)
{
	for (size_t i = 0; i < NW_ARRAY_LEN(coins); i++) {
		*ret_count = scan_word(s, at, coins[i].word);
		if (*ret_count > 0)
			return &coins[i];
	}
	return NULL;
}

static bool is_small(const struct number *n)
{
	return n->value < 100 && n->scale == 1 && !n->bare && !n->approx && !n->fraction;
}

/* 6角三分 behind 50元; the last coin may go unnamed (一块二, 三块零四). */
static void add_coins(const struct scan *s, struct number *n, double unnamed)
{
	const struct coin *coin;
	struct number part;
	uint32_t count;

	while (number_read_chain(s, n->end, &part) && is_small(&part)) {
		coin = coin_at(s, part.end, &count);
		if (!coin) {
			bool placed = scan_at(s, n->end) == U'零';

			if (!unnamed || part.arabic || part.value > 9 ||
			    char_is_han(scan_at(s, part.end)))
				return;
			n->value += part.value * (placed ? unnamed / 10 : unnamed);
			n->end = part.end;
			return;
		}
		n->value += part.value * coin->worth;
		n->end = part.end + count;
		unnamed = coin->worth / 10;
	}
}

/* 元 begins other words, too: 元旦, 元宇宙. */
static bool is_other_word(const struct scan *s, const struct number *n, uint32_t end,
			  const struct scan_word *w)
{
	if (w->word[0] == U'元' && !w->word[1])
		return n->scale == 1 && scan_in(s, end, U"旦年宇素件器勋老首月帅气");
	if (w->word[0] == U'刀')
		return char_is_han(scan_at(s, end)) && !scan_in(s, end, U"的,");
	return false;
}

/* 块 counts pieces unless coins, 钱 or nothing follows. */
static bool is_kuai(const struct scan *s, uint32_t at)
{
	uint32_t next = scan_at(s, at + 1);

	if (scan_at(s, at) != U'块')
		return false;
	return next == U'钱' || next == U'人' || next == U'以' || next == U'左' ||
	       numeral_digit(next) >= 0 || !char_is_han(next);
}

/* 两角五分, 两毛五: sums of coins alone, where no other Chinese word goes on. */
static bool is_coin_alone(const struct scan *s, const struct number *n, uint32_t end)
{
	uint32_t next = scan_at(s, end);

	return is_small(n) && !char_is_word(next) &&
	       (!char_is_han(next) || numeral_digit(next) >= 0) &&
	       !char_is_han(scan_before(s, end - 2)) &&
	       scan_in(s, end - 1, U"角毛毫分仙");
}

static const char *read_coins_alone(const struct scan *s, struct number *n)
{
	uint32_t count, at = scan_blank(s, n->end);
	const struct coin *coin = coin_at(s, at, &count);

	if (!coin || !is_coin_alone(s, n, at + count))
		return NULL;
	n->value *= coin->worth;
	n->end = at + count;
	add_coins(s, n, coin->worth / 10);
	return "CNY";
}

const char *money_behind(const struct scan *s, struct number *n)
{
	uint32_t at = scan_blank(s, n->end), count;
	const struct scan_word *w =
		scan_longest(s, at, behind, NW_ARRAY_LEN(behind), &count);

	if (w && !is_other_word(s, n, at + count, w)) {
		n->end = at + count;
		if (strcmp(w->means, "CNY") == 0 || strcmp(w->means, "JPY") == 0 ||
		    w->word[0] == U'蚊')
			add_coins(s, n, 0);
		return w->means;
	}
	if (is_kuai(s, at)) {
		n->end = at + 1 + (scan_at(s, at + 1) == U'钱');
		add_coins(s, n, 0.1);
		return scan_word(s, n->end, U"人民币") ? (n->end += 3, "CNY") : "CNY";
	}
	return read_coins_alone(s, n);
}
