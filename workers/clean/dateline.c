#include "workers/clean/dateline.h"

#include <strings.h>

#include "workers/clean/byline.h"
#include "workers/clean/date.h"
#include "workers/clean/names.h"

enum {
	ABOVE = 6,	/* passages looked at before the headline or the text */
	INTO = 3,	/* … and within the text */
	MAX_LINE = 400, /* bytes; longer ones are prose */
	BELOW = 5,	/* behind it */
	MAX_NAME_LINE = 60,
};

/* The range of passages that may say it: about the headline, up to the text's start. */
static void find_range(const struct page *p, const struct headline *title,
		       size_t *ret_from, size_t *ret_to)
{
	size_t first = 0, kept = 0, i;

	while (first < p->n_passages && !p->passages[first].kept)
		first++;
	*ret_from = first > ABOVE ? first - ABOVE : 0;
	if (title->passage < first)
		*ret_from = title->passage > 2 ? title->passage - 2 : 0;
	for (i = first; i < p->n_passages && kept < INTO; i++)
		kept += p->passages[i].kept;
	*ret_to = i;
}

/* <time datetime>, the first that is not in a list of other articles. */
static void read_time_element(const struct page *p, struct clean_article *ret)
{
	for (size_t i = 0; i < p->tree->n && !ret->published; i++) {
		const struct node *n = &p->tree->nodes[i];
		struct date d;

		if (n->tag != TAG_time || p->views[i].link ||
		    !*node_attr(n, ATTR_DATETIME))
			continue;
		if (!date_find(span_of(node_attr(n, ATTR_DATETIME)), &d))
			continue;
		ret->published = date_format(&d, p->chinese, p->arena);
		ret->published_basis = "page";
	}
}

static void read_date(const struct page *p, struct span line, struct clean_article *ret)
{
	struct date d;

	if (ret->published || !date_find(line, &d))
		return;
	ret->published = date_format(&d, p->chinese, p->arena);
	ret->published_basis = "page";
}

/* "By Jane Doe", or a short line whose class says that it is one. */
static void read_english_byline(const struct page *p, const struct passage *x,
				struct clean_article *ret)
{
	struct span line = x->text;
	bool by = span_starts(line, "By ") || span_starts(line, "by ") ||
		  span_starts(line, "BY ");

	if (ret->n_authors || line.len > MAX_NAME_LINE)
		return;
	if (by)
		byline_add_authors(span_from(line, 3), p->arena, ret);
}

/* Links and elements that are marked as the author's name. */
static void read_marked_author(const struct page *p, struct clean_article *ret)
{
	for (size_t i = 0; i < p->tree->n && !ret->n_authors; i++) {
		const struct node *n = &p->tree->nodes[i];
		struct span name;

		if (p->views[i].dead || !n->n_attrs ||
		    (strcasecmp(node_attr(n, ATTR_REL), "author") != 0 &&
		     strcasecmp(node_attr(n, ATTR_ITEMPROP), "author") != 0))
			continue;
		name = span_trim(tree_text(p->tree, p->arena, i, MAX_LINE));
		if (name.len && name.len <= MAX_NAME_LINE)
			byline_add_authors(name, p->arena, ret);
	}
}

static size_t last_kept(const struct page *p)
{
	size_t i = p->n_passages;

	while (i > 0 && !p->passages[i - 1].kept)
		i--;
	return i;
}

/* "作者：" and, in the next passage, the name. */
static void read_split_author(const struct page *p, size_t i, struct clean_article *ret)
{
	struct span next;

	if (i + 1 >= p->n_passages || ret->n_authors ||
	    !byline_is_key_of_author(p->passages[i].text))
		return;
	next = p->passages[i + 1].text;
	if (next.len <= MAX_NAME_LINE)
		byline_add_authors(next, p->arena, ret);
}

static void read_author(const struct page *p, size_t i, const struct headline *title,
			struct clean_article *ret)
{
	struct span line = p->passages[i].text;

	byline_scan(line, p->arena, ret);
	read_split_author(p, i, ret);
	read_english_byline(p, &p->passages[i], ret);
	if (!ret->n_authors && i == title->last + 1 && names_are(line))
		byline_add_authors(line, p->arena, ret);
}

/* A date below the text is the article's only if the line speaks of writing; else it is
 * the clock of the page. */
static void read_tail_date(const struct page *p, struct span line,
			   struct clean_article *ret)
{
	static const char *const words[] = { "发表",   "发布",	 "發表",
					     "發佈",   "作者",	 "时间",
					     "本贴由", "Posted", "Published" };

	for (size_t i = 0; i < NW_ARRAY_LEN(words); i++)
		if (span_find(line, words[i]) >= 0) {
			read_date(p, line, ret);
			return;
		}
}

/* Below the text, and in the brackets at its end. */
static void read_tail(const struct page *p, struct clean_article *ret)
{
	size_t end = last_kept(p);

	for (size_t i = end > 2 ? end - 2 : 0; i < end + BELOW && i < p->n_passages;
	     i++) {
		struct span line = p->passages[i].text;

		if (line.len <= MAX_LINE) {
			byline_scan(line, p->arena, ret);
			read_split_author(p, i, ret);
			read_tail_date(p, line, ret);
		}
		if (i < end)
			names_find_authors(line, i + 1 == end, p->arena, ret);
	}
}

void dateline_read(const struct page *p, const struct headline *title,
		   struct clean_article *ret)
{
	size_t from, to;

	find_range(p, title, &from, &to);
	for (size_t i = from; i < to; i++) {
		const struct passage *x = &p->passages[i];

		if (x->text.len > MAX_LINE || (i >= title->passage && i <= title->last))
			continue;
		if (!x->kept || x->text.len < 200)
			read_date(p, x->text, ret);
		read_author(p, i, title, ret);
	}
	read_marked_author(p, ret);
	for (size_t i = from; i < to; i++)
		names_find_authors(p->passages[i].text, false, p->arena, ret);
	read_time_element(p, ret);
	read_tail(p, ret);
}
