"""What published reports say of the places' proposals, councils and money, and on which project's page it is read.

(place, the project's name, text). Texts are compared without white space.
"""

BOOTH = "大连路门卫室改成睦邻驿站"
ROOM = "停用的物业用房改成阳明睦邻驿站"
THREE = "电梯、绿化、外立面一起办"
FAMILY = "亲子活动和运动小组"
SELF = "居民自治“1+1+X”"

VOICES = [
    ("吴家浜", BOOTH, "70%"),
    ("吴家浜", BOOTH, "改造的钱70%由居民自己筹集"),
    ("吴家浜", BOOTH, "照样看门"),
    ("吴家浜", BOOTH, "2023年"),
    ("吴家浜", BOOTH, "居委会、业委会、物业按周轮值"),
    ("阳明", ROOM, "2023年由新一届业委会和党员骨干提出"),
    ("阳明", ROOM, "征求了居民的意见"),
    ("阳明", ROOM, "汇明阳帆"),
    *(("阳明", ROOM, use) for use in ("咨询", "交流", "公共议事", "志愿服务")),
    ("阳明", ROOM, "自治金"),
    ("阳明", ROOM, "一居一品"),
    ("阳明", ROOM, "停用的物业用房"),
    ("柳浪东苑", THREE, "三家物业"),
    ("柳浪东苑", THREE, "小区综合党委"),
    *(("柳浪东苑", THREE, step) for step in ("成立业委会", "把各方资源都用起来", "协调各方")),
    *(("柳浪东苑", THREE, matter) for matter in ("加装电梯", "绿化要整治", "外立面要整治")),
    ("柳浪东苑", THREE, "2020年6月"),
    ("候潮府", FAMILY, "小朋友的手绘访谈"),
    ("候潮府", FAMILY, "收集了居民的需求和资源"),
    ("候潮府", FAMILY, "亲子活动"),
    ("候潮府", FAMILY, "运动小组"),
    ("牡丹第七", SELF, "1+1+X"),
    ("牡丹第七", SELF, "社区能人做志愿者"),
    # What nobody reported is said to be assumed, on the very page.
    *(
        (place, project, "演示假定")
        for place, project in (
            ("吴家浜", BOOTH), ("阳明", ROOM), ("柳浪东苑", THREE), ("候潮府", FAMILY), ("牡丹第七", SELF),
        )
    ),
]  # fmt: skip
