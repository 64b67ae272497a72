#include "workers/clean/kind.h"

#include "workers/clean/prose.h"

enum {
	STUB_BYTES = 200,   /* less is no article */
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

static bool speaks_of_an_error(struct arena *a, struct span s)
{
	struct span form = prose_form(a, s, FORM_CHARACTERS);

	for (size_t i = 0; i < NW_ARRAY_LEN(errors); i++)
		if (span_find(form, errors[i]) >= 0)
			return true;
	return span_starts(form, "404") || span_starts(form, "403");
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
	return text.len < STUB_BYTES ? "stub" : "article";
}
