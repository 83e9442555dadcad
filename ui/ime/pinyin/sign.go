package pinyin

// signs are what a key of an ordinary keyboard means in a Chinese text.
var signs = map[byte]string{
	',': "，", '.': "。", '?': "？", '!': "！", ':': "：", ';': "；", '(': "（", ')': "）",
}

// sign is a byte that is no letter, as it stands in the text.
func sign(b byte) string {
	if s, ok := signs[b]; ok {
		return s
	}
	return string(rune(b))
}
