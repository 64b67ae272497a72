#include "tests/workers/clean/cleaning.h"

#include "workers/clean/prepass.h"

static void assert_prepassed(const char *html, const char *expected)
{
	assert_span(prepass_html(cleaning_arena(), span_of(html)), expected);
}

static size_t count(struct span s, const char *part)
{
	size_t n = 0;
	long at;

	for (; (at = span_find(s, part)) >= 0;
	     s = span_from(s, (size_t)at + strlen(part)))
		n++;
	return n;
}

static void what_is_read_stays(void **state)
{
	assert_prepassed("<p class=\"a b\" id=x>text</p>",
			 "<p class=\"a b\" id=x>text</p>");
}

static void what_is_not_read_goes(void **state)
{
	assert_prepassed("<p onclick=\"f('>')\" class=a>text<!-- no --></p>",
			 "<p class=a>text</p>");
	assert_prepassed("<?xml version=\"1.0\"?><!DOCTYPE html>text", "text");
}

static void the_parser_never_learns_of_a_declared_encoding(void **state)
{
	assert_prepassed("<meta charset=gbk><meta http-equiv=a content=\"charset=gbk\">",
			 "<meta><meta content=\"charset=gbk\">");
}

static void elements_too_deep_lose_their_tags_not_their_text(void **state)
{
	struct span deep = many("<div>x", 5000);
	struct span out = prepass_html(cleaning_arena(), deep);

	assert_int_equal(count(out, "<div>"), PREPASS_MAX_DEPTH);
	assert_int_equal(count(out, "x"), 5000);
}

static void end_tags_of_elements_too_deep_go_too(void **state)
{
	struct span deep = many("<b>", PREPASS_MAX_DEPTH + 3), out;
	const char *html = arena_printf(cleaning_arena(), "%s</b></b></b></b>", deep.at);

	out = prepass_html(cleaning_arena(), span_of(html));
	assert_int_equal(count(out, "</b>"), 1);
}

static void paragraphs_that_are_never_closed_are_not_deep(void **state)
{
	struct span flat = many("<p>x", 5000);

	assert_int_equal(count(prepass_html(cleaning_arena(), flat), "<p>"), 5000);
}

static void a_tag_has_each_attribute_once(void **state)
{
	const char *html =
		arena_printf(cleaning_arena(), "<p %s>x", many("class=a ", 100000).at);

	assert_prepassed(html, "<p class=a>x");
}

static void a_quote_without_an_end_is_no_quote(void **state)
{
	assert_prepassed("<p class=\"a>text</p>", "<p class=\"a>text</p>");
	assert_true(prepass_html(cleaning_arena(), many("<a href=\"x>t", 50000)).len >
		    50000);
}

static void a_comment_without_an_end_keeps_its_text(void **state)
{
	assert_prepassed("a <!-- b", "a -- b");
}

static void a_script_keeps_what_looks_like_tags(void **state)
{
	assert_prepassed("<script>if (a<b) '<p>'</script>x",
			 "<script>if (a<b) '<p>'</script>x");
}

static void a_less_than_sign_is_text(void **state)
{
	assert_prepassed("1 < 2 <3", "1 &lt; 2 &lt;3");
}

static void references_are_mended(void **state)
{
	assert_prepassed("R&amp D &nbsp;&apos;&comma; AT&T & x &#8217;",
			 "R&amp; D &#160;&#39;, AT&T &amp; x &#8217;");
}

static void pages_are_told_from_prose(void **state)
{
	assert_true(prepass_is_html(span_of("<!doctype html>x")));
	assert_true(prepass_is_html(span_of("text <p>more</p> <div>")));
	assert_false(prepass_is_html(span_of("1 < 2, and <b>bold</b> Markdown<br>")));
	assert_false(prepass_is_html(span_of("")));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		clean_test(what_is_read_stays),
		clean_test(what_is_not_read_goes),
		clean_test(the_parser_never_learns_of_a_declared_encoding),
		clean_test(elements_too_deep_lose_their_tags_not_their_text),
		clean_test(end_tags_of_elements_too_deep_go_too),
		clean_test(paragraphs_that_are_never_closed_are_not_deep),
		clean_test(a_tag_has_each_attribute_once),
		clean_test(a_quote_without_an_end_is_no_quote),
		clean_test(a_comment_without_an_end_keeps_its_text),
		clean_test(a_script_keeps_what_looks_like_tags),
		clean_test(a_less_than_sign_is_text),
		clean_test(references_are_mended),
		clean_test(pages_are_told_from_prose),
	};

	return cmocka_run_group_tests(tests, cleaning_open, cleaning_close);
}
