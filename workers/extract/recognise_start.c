/* What a mention can start with, so that other characters cost little. */
#include "workers/extract/recognise_start.h"

/* clang-format off */
static bool is_start(uint32_t code)
{
	switch (code) {
	case U'£': case U'¥': case U'฿': case U'₩': case U'₫': case U'€': case U'₹': case U'₽':
	case U'₿': case U'一': case U'七': case U'万': case U'三': case U'上': case U'下': case U'不':
	case U'两': case U'中': case U'九': case U'二': case U'五': case U'人': case U'亿': case U'今':
	case U'从': case U'仟': case U'仨': case U'伍': case U'估': case U'低': case U'佰': case U'俩':
	case U'债': case U'傍': case U'兆': case U'八': case U'六': case U'凌': case U'几': case U'前':
	case U'十': case U'千': case U'卅': case U'半': case U'卌': case U'去': case U'叁': case U'参':
	case U'可': case U'台': case U'同': case U'后': case U'周': case U'四': case U'壹': case U'多':
	case U'大': case U'天': case U'对': case U'将': case U'小': case U'少': case U'差': case U'年':
	case U'廿': case U'当': case U'战': case U'截': case U'拾': case U'捌': case U'接': case U'数':
	case U'新': case U'日': case U'早': case U'明': case U'星': case U'昨': case U'晚': case U'最':
	case U'月': case U'未': case U'本': case U'来': case U'柒': case U'次': case U'欧': case U'正':
	case U'此': case U'民': case U'清': case U'港': case U'玖': case U'百': case U'破': case U'礼':
	case U'种': case U'突': case U'第': case U'约': case U'美': case U'肆': case U'自': case U'至':
	case U'英': case U'负': case U'贰': case U'超': case U'达': case U'过': case U'近': case U'这':
	case U'逾': case U'陆': case U'零': case U'韩': case U'首': case U'高':
	case U'由':
		return true;
	default:
		return false;
	}
}
/* clang-format on */

bool recognise_may_start(const struct scan *s, uint32_t at)
{
	uint32_t code = scan_at(s, at);

	if (code >= 0x80)
		return is_start(code);
	if (char_is_digit(code))
		return true;
	if (char_is_latin(code))
		return !char_is_latin(scan_before(s, at));
	return code == '$' || code == '-' || code == '.' || code == '~';
}
