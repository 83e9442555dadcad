package flowtest

import "bianmin/app/village"

// pack is a package in no list: two units begin together, a third waits for one of them.
func pack() village.ServiceItem {
	return village.ServiceItem{
		Code: Package, Name: "二手房买卖一窗办（网签、缴税、转移登记）", Department: "区自然资源局（牵头）", Visits: new(1), PromisedDays: 6, Fee: "不收费",
		LegalBasis: []string{"不动产登记暂行条例第20条"}, DaysUnit: village.WorkingDays,
		Materials: []village.Material{
			{Code: "sqb", Name: "不动产登记申请书", Necessity: village.Required, Notes: "村里服务点领空白表"},
			{Code: "sfz", Name: "买卖双方身份证明", Necessity: village.Required},
			{Code: "htwb", Name: "存量房买卖合同", Necessity: village.Required, Notes: "双方自己签"},
		},
		Fields: allowance().Fields[:4],
		Parts: []village.ItemPart{
			{Item: "house-contract", Name: "存量房买卖合同网签备案", Department: "区住房和城乡建设局", Days: 1, Materials: []string{"sfz", "htwb"}},
			{Item: "deed-tax", Name: "契税申报缴纳", Department: "区税务局", Days: 1, Materials: []string{"sfz", "htwb"}, When: &village.When{Field: "pay", Is: []string{"true"}}},
			{Item: "transfer-register", Name: "房屋所有权转移登记", Department: "区自然资源局（不动产登记中心）", Days: 5, Materials: []string{"sqb", "sfz"},
				After: []village.ItemCode{"deed-tax"}, AfterBasis: "契税法第11条：未缴契税的不予办理登记"},
		},
	}
}
