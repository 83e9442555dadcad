package catalog

import "bianmin/app/village"

// MissWords is what is kept of a query that found nothing, see [village.MissWords].
func MissWords(query string) string { return village.MissWords(fold(query)) }
