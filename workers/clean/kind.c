#include "workers/clean/kind.h"

#include "workers/clean/prose.h"

enum {
	TEASER_BYTES = 1500, /* a teaser is short, and says where the rest is */
	FLASH_BYTES = 60,    /* the shortest news: a sentence of twenty characters */
	LONG_BYTES = 200,    /* an article also without a full stop */
	TAIL_BYTES = 600,
	ERROR_BYTES = 1500, /* an error page says little more than that it is one */
	MIN_HEADLINES = 10, /* links that read like headlines */
	HEADLINE_WEIGHT = 40,
	PROSE_WEIGHT = 100,
	FORM_CHARACTERS = 200,
};

static const char *const errors[] = {
	"404notfound",	"pagenotfound",		"403forbidden", "accessdenied",
	"justamoment",	"verifyyouarehuman",	"areyouarobot", "enablejavascript",
	"servererror",	"badgateway",		"页面不存在",	"页面没有找到",
	"找不到页面",	"访问过于频繁",		"您访问的页面", "请输入验证码",
	"内容已被删除", "该内容已被发布者删除", "文章已删除",	"安全验证",
};

static const char *const teasers[] = {
	"阅读全文",	    "查看全文",	    "登录后查看",	  "登录后阅读",
	"订阅后阅读",	    "订阅以继续",   "付费后阅读",	  "付费阅读",
	"会员专享",	    "开通会员",	    "剩余内容",		  "subscribetocontinue",
	"subscribetoread",  "signintoread", "logintoread",	  "continuereading",
	"readthefullstory", "readmore",	    "forsubscribersonly",
};

static bool says_one_of(struct span form, const char *const words[], size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (span_find(form, words[i]) >= 0)
			return true;
	return false;
}

static bool speaks_of_an_error(struct arena *a, struct span s)
{
	struct span form = prose_form(a, s, FORM_CHARACTERS);

	return says_one_of(form, errors, NW_ARRAY_LEN(errors)) ||
	       span_starts(form, "404") || span_starts(form, "403");
}

static size_t count_headlines(const struct page *p)
{
	size_t n = 0;

	for (size_t i = 0; i < p->n_passages; i++)
		n += p->passages[i].link_weight >= HEADLINE_WEIGHT &&
		     p->passages[i].link_weight * 10 >= p->passages[i].weight * 6;
	return n;
}

/* Whether a paragraph of prose was found. */
static bool has_prose(const struct page *p)
{
	for (size_t i = 0; i < p->n_passages; i++)
		if (p->passages[i].kept && p->passages[i].weight >= PROSE_WEIGHT &&
		    p->passages[i].sentences)
			return true;
	return false;
}

static bool ends_in_a_teaser(struct arena *a, struct span text)
{
	struct span tail =
		text.len > TAIL_BYTES ? span_from(text, text.len - TAIL_BYTES) : text;

	return says_one_of(prose_form(a, tail, TAIL_BYTES), teasers,
			   NW_ARRAY_LEN(teasers));
}

static bool has_full_stop(struct span text)
{
	static const char *const stops[] = { "。", "！", "？", ". ", "!", "?" };

	for (size_t i = 0; i < NW_ARRAY_LEN(stops); i++)
		if (span_find(text, stops[i]) >= 0)
			return true;
	return text.len && text.at[text.len - 1] == '.';
}

/* News can be one sentence; what only points to the rest of it is none. A text that came
 * as such is what its sender wanted to be read. */
static bool is_stub(const struct page *page, struct span text)
{
	if (!page)
		return false;
	if (text.len < TEASER_BYTES && ends_in_a_teaser(page->arena, text))
		return true;
	return text.len < FLASH_BYTES || (text.len < LONG_BYTES && !has_full_stop(text));
}

const char *kind_find(const struct page *page, const struct clean_article *article)
{
	struct span text = { article->text, article->text_len };

	if (page && text.len < ERROR_BYTES &&
	    (speaks_of_an_error(page->arena, text) ||
	     (article->title &&
	      speaks_of_an_error(page->arena, span_of(article->title)))))
		return "error";
	if (page && !has_prose(page) && count_headlines(page) >= MIN_HEADLINES)
		return "listing";
	if (!text.len)
		return "error";
	return is_stub(page, text) ? "stub" : "article";
}
