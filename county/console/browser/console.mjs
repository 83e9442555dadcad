// Uses the county's console as officers do, in a real Chromium: console.mjs JSON
// {address, county: {name, code}, leader: {name, code}, shots}. Every page is looked at
// by axe-core. Prints one line for each thing that is wrong and ends with 1 then.
import { createHmac } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { chromium } from 'playwright-core'

const given = JSON.parse(process.argv[2])
const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')
const faults = []
const fault = (text) => { faults.push(text); console.log('FAULT ' + text) }
const want = (fact, text) => { if (!fact) fault(text) }

// digits are the six of RFC 6238 for a key in base 32.
function digits(key, at) {
  let bits = ''
  for (const c of key) bits += 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'.indexOf(c).toString(2).padStart(5, '0')
  const raw = Buffer.from(bits.match(/.{8}/g).map((b) => parseInt(b, 2)))
  const step = Buffer.alloc(8)
  step.writeBigUInt64BE(BigInt(Math.floor(at / 30000)))
  const mac = createHmac('sha1', raw).update(step).digest()
  const from = mac[19] & 15
  return String((mac.readUInt32BE(from) & 0x7fffffff) % 1000000).padStart(6, '0')
}

const browser = await chromium.launch({ executablePath: given.chromium, args: ['--no-sandbox'] })
let checked = 0

// look shows a page to axe, keeps a picture, and wants nothing to run off its side.
async function look(page, name) {
  await page.evaluate(() => document.fonts.ready)
  await page.evaluate(axe) // by the debugger: the page's own policy lets no other script in
  const result = await page.evaluate(() => window.axe.run(document, { runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'] }))
  for (const v of result.violations) fault(`${name}: ${v.id}: ${v.help}: ${v.nodes.slice(0, 3).map((n) => n.target.join(' ')).join(', ')}`)
  const over = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth)
  want(over <= 0, `${name}: runs ${over} px off the side`)
  checked++
  if (given.shots) await page.screenshot({ path: `${given.shots}/${name}.png`, fullPage: true })
}

async function signIn({ name, code }, shots) {
  const context = await browser.newContext({ ignoreHTTPSErrors: true, viewport: { width: 1440, height: 900 }, locale: 'zh-CN' })
  const page = await context.newPage()
  page.on('pageerror', (e) => fault('script: ' + e.message))
  page.on('console', (m) => { if (m.type() === 'error' && !/axe|400|401|403|404|409/.test(m.text())) fault('console: ' + m.text()) })
  await page.goto(given.address + '/cases')
  want(new URL(page.url()).pathname === '/sign-in', 'a page opens without signing in')
  if (shots) await look(page, 'sign-in')
  await page.goto(given.address + '/set-up')
  if (shots) await look(page, 'set-up')
  await page.fill('#name', name)
  await page.fill('#code', code)
  await page.click('button.main')
  if (shots) await look(page, 'set-up-key')
  const key = await page.textContent('.key code')
  await page.fill('#password', 'correct horse battery')
  await page.fill('#again', 'correct horse battery')
  await page.fill('#digits', digits(key, Date.now() - 30000))
  await page.click('button.main')
  await page.fill('#name', name)
  await page.fill('#password', 'wrong')
  await page.fill('#digits', '000000')
  await page.click('button.main')
  want(await page.isVisible('[role=alert]'), 'a wrong password is not refused')
  if (shots) await look(page, 'sign-in-refused')
  await page.fill('#name', name)
  await page.fill('#password', 'correct horse battery')
  await page.fill('#digits', digits(key, Date.now()))
  await page.click('button.main')
  want(new URL(page.url()).pathname !== '/sign-in', name + ' is not signed in')
  return page
}

const page = await signIn(given.county, true)
await page.goto(given.address + '/?quarter=2019Q4')
want((await page.textContent('main')).includes('合计'), 'the overview has no table of units')
await look(page, 'dashboard-2019')
await page.goto(given.address + '/')
await look(page, 'dashboard')

await page.goto(given.address + '/cases')
await look(page, 'cases')
await page.selectOption('select[name=sort]', 'due') // htmx draws the list again
await page.waitForURL(/sort=due/)
want((await page.textContent('h1')) === '办件', 'the list is gone after sorting')
await page.selectOption('select[name=state]', 'completed')
await page.waitForURL(/state=completed/)
await look(page, 'cases-none')
const [sheet] = await Promise.all([page.waitForEvent('download'), page.goto(given.address + '/cases.xlsx').catch(() => {})])
want(sheet.suggestedFilename() === 'cases.xlsx', 'the list is not exported')

await page.goto(given.address + '/cases')
await page.click('td.item a[title^="困难"]')
await look(page, 'case-longest')
await page.goto(given.address + '/cases')
await page.click('td.item a[title^="80"]')
await look(page, 'case')
const text = () => page.textContent('main')
want(!(await text()).includes('陈惜娟'), 'a name is shown without a reason')
await page.click('summary:has-text("看全部")')
await look(page, 'case-reason')
await page.click('label:has-text("核对材料")')
await page.click('button:has-text("记下并打开")')
want((await text()).includes('陈惜娟'), 'the name is not shown for a reason')
await page.click('summary:has-text("一次性告知补正")')
await look(page, 'case-supplement')
await page.click('details[open] button:has-text("确定")')
want(await page.isVisible('[role=alert]'), 'a request for nothing is not refused')
await look(page, 'case-refused')
for (const verb of ['受理', '转入审查', '容缺材料已补齐', '准予', '制证', '送达', '办结']) {
  await page.click(`.acts button:text-is("${verb}")`)
  want(!(await page.isVisible('[role=alert]')), verb + ' is refused')
  if (verb === '转入审查') await look(page, 'case-review')
}
want((await text()).includes('已办结'), 'the case is not completed')
await look(page, 'case-done')
if (given.shots) await page.pdf({ path: `${given.shots}/case.pdf`, format: 'A4' })

await page.goto(given.address + '/tickets')
await look(page, 'tickets')
await page.click('td.code a')
await look(page, 'ticket')
await page.click('summary:has-text("派单")')
await page.selectOption('details[open] select[name=unit]', { index: 1 })
await look(page, 'ticket-dispatch')
await page.click('details[open] button:has-text("确定")')
await page.click('summary:has-text("看全部")')
await page.click('label:has-text("办理这一件")')
await page.click('button:has-text("记下并打开")')
want((await text()).includes('路灯坏了'), 'a request does not open for a reason')
await page.click('summary:has-text("记一次联系")')
await page.click('details[open] label:has-text("没有联系上")')
await page.fill('details[open] textarea', '电话没人接。')
await look(page, 'ticket-contact')
await page.click('details[open] button:has-text("确定")')
await page.click('summary:has-text("审核并答复")')
await page.fill('details[open] textarea', '路灯已经修好。')
await page.click('details[open] button:has-text("确定")')
await look(page, 'ticket-answered')
await page.click('summary:has-text("回访")')
await page.click('details[open] label:text-is("联系上了")')
await page.click('details[open] label:text-is("解决了")')
await page.click('details[open] label:text-is("不满意")')
await look(page, 'ticket-follow')
await page.click('details[open] button:has-text("确定")')
await page.click('.acts button:text-is("办结")')
want((await text()).includes('已经办完'), 'a ticket is not closed')

await page.goto(given.address + '/ratings')
await page.click('td.grade a')
await look(page, 'rating')
await page.click('.acts button:text-is("签收")')
await page.click('summary:has-text("属实，开始整改")')
await look(page, 'rating-uphold')
await page.click('details[open] label:has-text("简单")')
await page.fill('details[open] textarea', '样本没有放出来，已经放到窗口。')
await page.click('details[open] button:has-text("确定")')
want((await text()).includes('整改中'), 'a rating is not being put right')
await look(page, 'rating-rectifying')
await page.goto(given.address + '/inspections?period=2026-11')
want((await text()).includes('整改中（2）'), 'the orders of a visit are not listed')
await look(page, 'inspections')
await page.goto(given.address + '/inspections?period=2026-10')
await look(page, 'inspections-none')
await page.goto(given.address + '/inspections?period=2026-11')
await page.click('td.order a')
await look(page, 'order')
await page.click('summary:has-text("整改回复")')
await page.fill('textarea', '已经按时开门，值班表贴在门口。')
await page.click('details[open] button:has-text("确定")')
await page.click('summary:has-text("复查不通过")')
await look(page, 'order-reject')
await page.click('.acts button:has-text("复查通过")')
want((await text()).includes('已销号'), 'an order is not closed')
await look(page, 'order-closed')

for (const path of ['ratings', 'kiosks']) {
  await page.goto(`${given.address}/${path}`)
  await look(page, path)
}
await page.goto(given.address + '/cases?lang=en')
await look(page, 'cases-en')
await page.goto(given.address + '/?quarter=2019Q4&lang=en')
await look(page, 'dashboard-en')
await page.keyboard.press('Tab')
want(await page.evaluate(() => document.activeElement !== document.body), 'the keyboard reaches nothing')

const leader = await signIn(given.leader, false)
await leader.goto(given.address + '/looks')
want((await leader.textContent('main')).includes('核对材料'), 'the look is not in the log')
await look(leader, 'looks')

const admin = await signIn(given.admin, false)
await admin.goto(given.address + '/kiosks')
await admin.selectOption('select[name=village]', { index: 3 })
await admin.click('button:has-text("发登记码")')
want((await admin.textContent('main')).includes('只显示这一次'), 'no enrolment code is shown')
await look(admin, 'kiosks-code')
await admin.goto(given.address + '/kiosks')
await admin.click('td.item a')
await admin.click('summary:has-text("停用这台机器")')
await admin.fill('details[open] input[name=name]', 'K1')
await admin.click('details[open] button:has-text("确定")')
want(await admin.isVisible('[role=alert]'), 'a machine is revoked under another name')
await look(admin, 'kiosk')

await browser.close()
console.log(`${checked} pages looked at, ${faults.length} faults`)
process.exit(faults.length > 0 ? 1 : 0)
