package village

import "strings"

// CreditCode is a unified social credit code (统一社会信用代码): 17 characters
// and a check character. The zero value means "not given".
type CreditCode string

const creditAlphabet = "0123456789ABCDEFGHJKLMNPQRTUWXY" // no I, O, S, V, Z

// ParseCreditCode reads a code as people type it: spaces and small letters are
// accepted. The error is [Invalid] with the first rule broken in its Key:
// length, letter or checksum.
//
// Source: GB 32100-2015, check character MOD 31 with weights 3^i.
func ParseCreditCode(s string) (CreditCode, error) {
	s = strings.ToUpper(strings.Join(strings.Fields(s), ""))
	if len(s) != 18 {
		return "", Refuse("", "err.credit_code.length")
	}
	sum, weight := 0, 1
	for i := range 18 {
		value := strings.IndexByte(creditAlphabet, s[i])
		if value < 0 {
			return "", Refuse("", "err.credit_code.letter")
		}
		if i == 17 {
			weight = 1 // the check character makes the sum a multiple of 31
		}
		sum, weight = sum+value*weight, weight*3%31
	}
	if sum%31 != 0 {
		return "", Refuse("", "err.credit_code.checksum")
	}
	return CreditCode(s), nil
}
