"""A hundred sentences with what their writers want, to measure intents by class.

One author of this suite wrote and labelled them, in the words of members of a tea shop, a retailer,
a car maker and a hotel, after reading the rules once and before they ran on these. They are
nobody's real words, and so easier than those may be. At first 77 were read right. Then the rules
were mended with an eye on every second one (SEEN); the others changed no rule (UNSEEN). One label
each: a question that complains complains, a wish that something be mended complains, a wish for
something new proposes.
"""

from services.feedback.analysis.domain.intent import Intent

_ASKS = """
你们几点开始营业
请问这个杯子可以放洗碗机吗？
我的等级什么时候更新
发票在哪里开
积分过期了还能补吗？
保养要提前几天预约呢
酒店有没有接机服务
生日礼可以给家人用吗？
换货需要带小票吗
这件衣服有大码吗？
充电桩在地下几层
会员日是哪一天
Where can I see my coupons?
How long are points valid?
Is breakfast included?
Can I change my delivery address?
Does the warranty cover tyres?
What time is check-out
Which stores are open on Sunday?
Could you tell me how to bind my phone?
"""
_COMPLAINS = """
排了半小时队结果说卖完了
奶茶是温的，冰都化了
衣服洗一次就起球
快递盒子压扁了，里面全碎
车机黑屏三次了，到现在没人联系我
房间空调坏了一晚上没睡好
为什么我的券用不了
说好的三天发货，一周了还没动静
客服电话永远占线
尺码跟描述完全不一样
退款拖了半个月
前台把我的订单弄丢了
My refund still has not come
The seat belt alarm goes off for no reason
Nobody answered at the front desk
The shirt shrank after one wash
I was charged twice
The tea tasted like water
Your app logs me out every day
The room smelled of smoke
"""
_PRAISES = """
店员记得我的口味，好贴心
包装很用心，送人有面子
这件毛衣又软又暖和
保养师傅讲解得很清楚，放心
床很舒服，早餐丰富
配送小哥下雨天还准时，辛苦了
这次活动太划算了
孩子特别喜欢你们家的玩具
客服半小时就帮我解决了，效率真高
新款颜色绝了
一直在你们家买，质量没让我失望过
试驾体验非常棒
The barista was so kind
Great value, I will come back
Love the new colour
The delivery was quick and careful
My car runs smoothly after the service, well done
Best sleep I had in months
Thank you for the birthday gift
Really happy with my order
"""
_PROPOSES = """
建议周末延长营业时间
能不能出小份装
希望增加儿童座椅的租借
可不可以加一个夜间模式
要是能积分换停车券就好了
期待推出无糖系列
可以考虑和本地品牌联名
如果能选靠窗的房间就更好了
不妨在门店放一个旧衣回收箱
应该多开几家郊区店
会员群里可以组织露营活动
发票最好能自动寄到邮箱
I suggest a loyalty tier for families
It would be great to pay with points only
Please add a dark mode to the app
Why not open a store at the airport?
How about a vegan menu
You should offer free refills
I wish there were more sizes
Hope you bring back the peach tea
"""
_TELLS = """
我下周三到店取车
订单号是 20931
我在二楼靠窗的位置
已经付款了
地址改成中山路 18 号
我姓王，预订了两间房
刚才那条发错了
好的，收到
我的手机号尾号是 0219
明天下午我去门店换货
I will pick it up tomorrow
My booking is under Chen
The order was placed on Monday
I am at the north entrance
See the photo above
We are two adults and a child
I sent the documents yesterday
It is a blue jacket, size M
Paid by card
Table twelve
"""

INTENTS_BY_CLASS: tuple[tuple[str, Intent], ...] = tuple(
    (text, intent)
    for intent, texts in (
        (Intent.ASKS, _ASKS),
        (Intent.COMPLAINS, _COMPLAINS),
        (Intent.PRAISES, _PRAISES),
        (Intent.PROPOSES, _PROPOSES),
        (Intent.TELLS, _TELLS),
    )
    for text in texts.split("\n")
    if text
)
SEEN, UNSEEN = INTENTS_BY_CLASS[::2], INTENTS_BY_CLASS[1::2]
