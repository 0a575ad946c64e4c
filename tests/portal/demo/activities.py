"""What is reported to go on at the places: (station, activity, what must be read on its page)."""

NEIGHBOURS = ("lianyang-5", "youyou-7", "dongcheng-5", "mudan-6")

OPEN_DAY = ("磨刀", "修伞", "法律咨询", "医生义诊", "亲子活动")
OPEN_DAYS = (
    ("houchaofu", "候潮府小区开放日"),
    ("liulang-dongyuan", "柳浪东苑小区开放日"),
    ("tielu-tianfu", "铁路天福小区开放日"),
)

ACTIVITIES = [
    ("lianyang-5", "外国人中文班", "外国居民"),
    ("lianyang-5", "外国人中文班", "学生志愿者"),
    ("lianyang-5", "外国人中文班", "初级组"),
    ("lianyang-5", "外国人中文班", "提高组"),
    ("lianyang-5", "一起做灯笼", "灯笼"),
    ("youyou-7", "垃圾分类楼组长会议", "约90名楼组长"),
    ("youyou-7", "垃圾分类楼组长会议", "垃圾分类"),
    ("dongcheng-5", "书法班", "书法班"),
    ("mudan-6", "消防演练", "消防演练"),
    ("mudan-7", "活动厅合唱", "活动厅"),
    ("yangguang-huayuan", "四点半课堂", "四点半课堂"),
    ("yangguang-huayuan", "学生假期志愿服务", "学生假期志愿服务站"),
    ("houchaofu", "亲子活动", "画笔采访"),
    ("houchaofu", "运动社群", "运动社群"),
    *((slug, name, text) for slug, name in OPEN_DAYS for text in OPEN_DAY),
]
