#include "tests/workers/clean/cleaning.h"

#include "workers/clean/decode.h"

static const char simplified[] = "这家公司昨天宣布，已经完成新一轮融资，投资人没有公开。"
				 "我们还不知道它会怎么用这些钱。";
static const char traditional[] = "這家公司昨天宣布，已經完成新一輪融資，投資人沒有公開。"
				  "我們還不知道它會怎麼用這些錢。";

static struct decoder *decoder;

static int open_decoder(void **state)
{
	return cleaning_open(state) < 0 ? -1 : decoder_open(&decoder);
}

static int close_decoder(void **state)
{
	decoder = decoder_close(decoder);
	return cleaning_close(state);
}

static struct decoded decode(struct span bytes, const char *declared)
{
	struct decoded d;

	decoder_run(decoder, cleaning_arena(), bytes, declared, &d);
	return d;
}

static void assert_decoded(struct span bytes, const char *declared, const char *text)
{
	assert_span(decode(bytes, declared).text, text);
}

static void simplified_text_is_read_whatever_is_declared(void **state)
{
	static const char *const lies[] = { NULL, "utf-8", "iso-8859-1", "big5",
					    "gb2312" };

	for (size_t i = 0; i < NW_ARRAY_LEN(lies); i++) {
		assert_decoded(in_encoding("GB18030", simplified), lies[i], simplified);
		assert_decoded(span_of(simplified), lies[i], simplified);
	}
}

static void traditional_text_is_read_whatever_is_declared(void **state)
{
	static const char *const lies[] = { NULL, "utf-8", "gb2312", "big5" };

	for (size_t i = 0; i < NW_ARRAY_LEN(lies); i++)
		assert_decoded(in_encoding("BIG5-HKSCS", traditional), lies[i],
			       traditional);
}

static void what_a_gb2312_page_may_hold_is_gb18030(void **state)
{
	struct span bytes =
		in_encoding("GB18030", "朱镕基总理说，这是我们的责任，大家要努力。");

	assert_string_equal(decode(bytes, "gb2312").encoding, "GB18030");
	assert_decoded(bytes, "gb2312", "朱镕基总理说，这是我们的责任，大家要努力。");
}

static void eight_characters_are_enough(void **state)
{
	assert_decoded(in_encoding("GB18030", "我们在这里开会了"), NULL,
		       "我们在这里开会了");
	assert_decoded(in_encoding("BIG5-HKSCS", "我們在這裡開會了"), NULL,
		       "我們在這裡開會了");
}

static void a_mark_of_byte_order_is_believed(void **state)
{
	struct span le = in_encoding("UTF-16LE", "\ufeff公司 and more");
	struct span be = in_encoding("UTF-16BE", "\ufeff公司 and more");

	assert_decoded(le, "utf-8", "公司 and more");
	assert_decoded(be, NULL, "公司 and more");
	assert_decoded(span_of("\xef\xbb\xbf公司"), "gbk", "公司");
}

static void utf_16_without_a_mark_is_seen_by_its_zeros(void **state)
{
	assert_decoded(in_encoding("UTF-16LE", "<p>plain text</p>"), NULL,
		       "<p>plain text</p>");
	assert_decoded(in_encoding("UTF-16BE", "<p>plain text</p>"), NULL,
		       "<p>plain text</p>");
}

static void one_broken_byte_costs_one_character(void **state)
{
	struct span bytes = in_encoding("GB18030", simplified);
	struct decoded d;

	((char *)bytes.at)[8] = '\xff';
	d = decode(bytes, NULL);
	assert_int_equal(d.n_bad, 1);
	assert_true(span_ends(d.text, "我们还不知道它会怎么用这些钱。"));
}

static void a_few_broken_bytes_do_not_make_utf_8_something_else(void **state)
{
	char *text = arena_dup(cleaning_arena(), simplified, strlen(simplified));
	struct decoded d;

	text[30] = '\xff';
	d = decode(span_of(text), "gbk");
	assert_string_equal(d.encoding, "utf-8");
	assert_true(span_find(d.text, "\ufffd") > 0);
}

static void a_character_cut_at_the_end_is_only_that(void **state)
{
	struct span cut = span_upto(span_of(simplified), strlen(simplified) - 1);

	assert_string_equal(decode(cut, NULL).encoding, "utf-8");
}

static void western_text_falls_back_to_windows_1252(void **state)
{
	assert_decoded(span_of("caf\xe9 \x93quoted\x94 \x80 5"), NULL,
		       "café “quoted” € 5");
}

static void other_encodings_are_read_as_declared(void **state)
{
	const char *russian = "Компания объявила о сделке";

	assert_decoded(in_encoding("CP1251", russian), "windows-1251", russian);
	assert_decoded(in_encoding("KOI8-R", russian), "koi8-r", russian);
}

static void the_page_may_declare_it_itself(void **state)
{
	const char *page = "<meta charset=\"windows-1251\"><p>Компания</p>";

	assert_decoded(in_encoding("CP1251", page), NULL, page);
}

static void zeros_become_blanks(void **state)
{
	struct span bytes = { "a\0b", 3 };

	assert_decoded(bytes, NULL, "a b");
}

static void nothing_is_nothing(void **state)
{
	assert_decoded(span_of(""), NULL, "");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		clean_test(simplified_text_is_read_whatever_is_declared),
		clean_test(traditional_text_is_read_whatever_is_declared),
		clean_test(what_a_gb2312_page_may_hold_is_gb18030),
		clean_test(eight_characters_are_enough),
		clean_test(a_mark_of_byte_order_is_believed),
		clean_test(utf_16_without_a_mark_is_seen_by_its_zeros),
		clean_test(one_broken_byte_costs_one_character),
		clean_test(a_few_broken_bytes_do_not_make_utf_8_something_else),
		clean_test(a_character_cut_at_the_end_is_only_that),
		clean_test(western_text_falls_back_to_windows_1252),
		clean_test(other_encodings_are_read_as_declared),
		clean_test(the_page_may_declare_it_itself),
		clean_test(zeros_become_blanks),
		clean_test(nothing_is_nothing),
	};

	return cmocka_run_group_tests(tests, open_decoder, close_decoder);
}
