/* Input that is meant to hurt: it costs no more than its size. */
#include "tests/workers/clean/cleaning.h"

#include "workers/clean/prepass.h"
#include "workers/clean/tree.h"

static size_t deepest(const struct tree *t)
{
	size_t most = 0;
	size_t *depth = arena_alloc(cleaning_arena(), t->n * sizeof(*depth));

	for (size_t i = 1; i < t->n; i++) {
		depth[i] = depth[t->nodes[i].parent] + 1;
		most = depth[i] > most ? depth[i] : most;
	}
	return most;
}

static void parse(struct span html, struct tree *ret)
{
	NW_CLEANUP(parser_closep) struct parser *parser = NULL;

	assert_int_equal(parser_open(&parser), 0);
	parser_run(parser, cleaning_arena(), prepass_html(cleaning_arena(), html), ret);
}

static void no_tree_is_deeper_than_the_cap(void **state)
{
	static const char *const nests[] = { "<div>x", "<table><tr><td>x", "<ul><li>x",
					     "<b><i><font>x", "<td><li>x" };

	for (size_t i = 0; i < NW_ARRAY_LEN(nests); i++) {
		struct tree tree;

		parse(many(nests[i], 3000), &tree);
		assert_true(deepest(&tree) < 2 * PREPASS_MAX_DEPTH);
	}
}

static void the_text_of_deep_elements_stays(void **state)
{
	const struct clean_article *a = cleaned_bytes(many("<div>deep words, ", 2000).at,
						      strlen("<div>deep words, ") * 2000);
	size_t words = 0;

	for (const char *s = a->text; (s = strstr(s, "deep")); s++)
		words++;
	assert_true(words > 1500);
}

static void every_node_lies_inside_its_parent(void **state)
{
	struct tree t;

	parse(many("<p><table>a<td><b>b</p></div></b><form>c<li>", 500), &t);
	for (size_t i = 1; i < t.n; i++) {
		assert_true(t.nodes[i].parent < i);
		assert_true(t.nodes[i].end > i);
		assert_true(t.nodes[i].end <= t.nodes[t.nodes[i].parent].end);
	}
}

/* Cleans it; what comes of it does not matter. */
static void survive(const char *piece, size_t times)
{
	struct span s = many(piece, times);
	const struct clean_article *a = cleaned_bytes(s.at, s.len);

	assert_non_null(a->text);
	assert_non_null(a->kind);
	cleaning_forget(NULL);
}

static void nothing_that_repeats_is_too_much(void **state)
{
	static const char *const pieces[] = {
		"<div>",
		"</p>",
		"<a href=\"",
		"<!--",
		"<script>",
		"<style>",
		"<p a=b>",
		"<",
		"&",
		"&#99999999",
		"&amp",
		"<br>",
		"<html a=b>",
		"<body c=d>",
		"<select><option>",
		"<h1>t</h1>",
		"<meta name=a content=b>",
		"a, ",
		"x\n",
		"! a",
		"来源:",
		"(xué)",
		"\\u003c",
		"记者",
		"2023-",
		"\xff",
		"\x81",
		"\xe4\xb8",
		"<p class='ad ad'>t",
	};

	for (size_t i = 0; i < NW_ARRAY_LEN(pieces); i++)
		survive(pieces[i], 20000);
}

static void bytes_without_meaning_give_no_text(void **state)
{
	const struct clean_article *a = cleaned_bytes("", 0);

	assert_string_equal(a->text, "");
	assert_string_equal(a->kind, "error");
	a = cleaned_bytes("\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0", 16);
	assert_string_equal(a->text, "");
}

static void a_zero_in_a_page_does_not_end_it(void **state)
{
	static const char page[] = "<html><p>before the zero,\0 and behind it</p>";

	assert_says(cleaned_bytes(page, sizeof(page) - 1), "and behind it");
}

static void a_page_may_be_cut_anywhere(void **state)
{
	static const char page[] =
		"<!DOCTYPE html><html><head><title>标题</title><script "
		"type='application/ld+json'>"
		"{\"@type\":\"Article\"}</script></head><body class=\"a\"><!-- c "
		"--><p>正文，"
		"第一句。&amp;&#146;</p><table><tr><td>表</td></tr></table></body></"
		"html>";

	for (size_t len = 0; len < sizeof(page); len++) {
		struct span cut = { arena_dup(cleaning_arena(), page, len), len };

		assert_non_null(cleaned_bytes(cut.at, cut.len)->kind);
		cleaning_forget(NULL);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		clean_test(no_tree_is_deeper_than_the_cap),
		clean_test(the_text_of_deep_elements_stays),
		clean_test(every_node_lies_inside_its_parent),
		clean_test(nothing_that_repeats_is_too_much),
		clean_test(bytes_without_meaning_give_no_text),
		clean_test(a_zero_in_a_page_does_not_end_it),
		clean_test(a_page_may_be_cut_anywhere),
	};

	return cmocka_run_group_tests(tests, cleaning_open, cleaning_close);
}
