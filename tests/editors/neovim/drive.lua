-- Drives Neovim as a person would, over a copy of the example specs. Each check waits for what it wants to see and fails
-- with what it saw instead.

local specs = vim.env.AVERMENT_SPECS
local passed = 0

local function fail(message)
  io.stdout:write('FAILED: ' .. message .. '\n')
  io.stdout:flush()
  vim.cmd('cquit 1')
end

-- A check has thirty seconds: what is there, comes at once, but the machine may be busy.
local function wait(what, test)
  local ok = vim.wait(30000, test, 20)
  if not ok then
    fail(what .. '\nmessages: ' .. vim.fn.execute('messages'))
  end
end

local function check(what, condition, seen)
  if not condition then
    fail(what .. (seen ~= nil and ('; seen: ' .. vim.inspect(seen)) or ''))
  end
end

local function done(what)
  passed = passed + 1
  io.stdout:write('ok ' .. what .. '\n')
end

local function open(path)
  vim.cmd.edit(specs .. '/' .. path)
  wait('a client for ' .. path, function()
    local client = vim.lsp.get_clients({ bufnr = 0, name = 'averment' })[1]
    return client ~= nil and client.initialized
  end)
end

local function client()
  return vim.lsp.get_clients({ bufnr = 0, name = 'averment' })[1]
end

-- Puts the cursor on a text, `offset` bytes into it.
local function at(text, offset)
  for number, line in ipairs(vim.api.nvim_buf_get_lines(0, 0, -1, false)) do
    local column = line:find(text, 1, true)
    if column then
      vim.api.nvim_win_set_cursor(0, { number, column - 1 + (offset or 0) })
      return number
    end
  end
  fail('no `' .. text .. '` in ' .. vim.api.nvim_buf_get_name(0))
end

local function request(method, extra)
  local params = vim.tbl_extend('force', vim.lsp.util.make_position_params(0, client().offset_encoding), extra or {})
  local answers, why = vim.lsp.buf_request_sync(0, method, params, 30000)
  check(method .. ' was not answered', answers, why)
  local answer = answers[client().id]
  check(method .. ' failed', answer and not answer.err, answer)
  return answer.result
end

local function read(path)
  return table.concat(vim.fn.readfile(specs .. '/' .. path), '\n')
end

local function lines(text)
  vim.api.nvim_buf_set_lines(0, 0, -1, false, vim.split(text, '\n'))
end

local function diagnostic(code)
  return vim.iter(vim.diagnostic.get(0)):find(function(d)
    return d.code == code
  end)
end

-- The file type and what comes with it.
open('reports/csv-export.averment')
check('filetype', vim.bo.filetype == 'averment', vim.bo.filetype)
check('commentstring', vim.bo.commentstring == '// %s', vim.bo.commentstring)
check('root', vim.fs.basename(client().root_dir) == 'reports', client().root_dir)
done('attach')

-- The parser, built the documented way, and the colours at known places.
do
  local outcome
  require('averment.treesitter').build(function(error)
    outcome = error or 'built'
  end)
  wait('the parser', function()
    return outcome
  end)
  check('the parser is built', outcome == 'built', outcome)
  check('highlighting is on', vim.treesitter.highlighter.active[vim.api.nvim_get_current_buf()])
  vim.treesitter.get_parser(0):parse()
  local function colour(text, offset, want)
    local row = at(text, offset)
    local found = vim.tbl_map(function(capture)
      return capture.capture
    end, vim.treesitter.get_captures_at_pos(0, row - 1, vim.api.nvim_win_get_cursor(0)[2]))
    check(text .. ' is ' .. want, vim.tbl_contains(found, want), found)
  end
  colour('module reports', 0, 'keyword')
  colour('/// The Export', 0, 'comment.documentation')
  colour('spec CsvExport', 0, 'keyword')
  colour('spec CsvExport', 5, 'type')
  colour('"CSV export', 1, 'string')
  colour('status   approved', 0, 'keyword')
  colour('status   approved', 9, 'constant')
  colour('Export the open [Report]', 17, 'markup.link.label')
  colour('flow Export', 5, 'function')
  colour('when the analyst clicks', 0, 'keyword.control')
  colour('within  5 s', 8, 'number')
  done('tree-sitter highlights')
  vim.cmd.edit()
  local row = at('step Request', 0)
  wait('folds by the tree', function()
    return vim.fn.foldlevel(row + 1) >= 2
  end)
  done('folds')
end

-- Specs are indented as the formatter indents them.
for _, path in ipairs({ 'reports/csv-export.averment', 'reports/model.averment', 'claims/claims.averment' }) do
  vim.cmd.edit(specs .. '/' .. path)
  local as_it_was = vim.api.nvim_buf_get_lines(0, 0, -1, false)
  vim.cmd('silent normal! gg=G')
  for number, line in ipairs(vim.api.nvim_buf_get_lines(0, 0, -1, false)) do
    check(('%s:%d keeps its indentation'):format(path, number), line == as_it_was[number], line)
  end
  vim.cmd('edit!')
end
done('indentation')

-- Diagnostics come, and go when the mistake goes.
open('reports/goals.averment')
local before = vim.api.nvim_buf_get_lines(0, 0, -1, false)
vim.api.nvim_buf_set_lines(0, -1, -1, false, { 'goal Broken {', '  owner Nobody', '}' })
wait('name/unresolved', function()
  return diagnostic('name/unresolved')
end)
check('its message names the word', diagnostic('name/unresolved').message:find('Nobody', 1, true), vim.diagnostic.get(0))
vim.api.nvim_buf_set_lines(0, 0, -1, false, before)
wait('no name/unresolved', function()
  return not diagnostic('name/unresolved')
end)
done('diagnostics')

-- They come back when the file is read again.
open('claims/claims.averment')
wait('findings', function()
  return #vim.diagnostic.get(0) > 0
end)
vim.cmd('edit!')
wait('findings after :edit!', function()
  return #vim.diagnostic.get(0) > 0
end)
done('diagnostics after :edit!')

-- A completion adds the `use` it needs.
vim.cmd.edit(specs .. '/reports/new.averment')
lines('module reports.new\n\nspec New {\n  flow F {\n    step A {\n      reads Repor\n    }\n  }\n}')
wait('a client', client)
at('reads Repor', 11)
vim.api.nvim_win_set_cursor(0, { 6, 17 })
wait('`Repor` to be unknown', function()
  return diagnostic('name/unresolved')
end)
do
  local result = request('textDocument/completion')
  local item = vim.iter(result.items or result):find(function(i)
    return i.label == 'Report'
  end)
  check('`Report` is offered', item, result)
  if not item.additionalTextEdits then
    local resolved = vim.lsp.buf_request_sync(0, 'completionItem/resolve', item, 30000)
    item = resolved[client().id].result
  end
  check('it adds a `use`', item.additionalTextEdits and #item.additionalTextEdits > 0, item)
  vim.lsp.util.apply_text_edits(item.additionalTextEdits, vim.api.nvim_get_current_buf(), client().offset_encoding)
  local row = at('reads Repor', 0)
  vim.api.nvim_buf_set_text(0, row - 1, 12, row - 1, 17, { 'Report' })
  local text = table.concat(vim.api.nvim_buf_get_lines(0, 0, -1, false), '\n')
  check('the `use` is written', text:find('use reports.model.{?Report'), text)
  -- Not asked for here: Neovim takes back a question about a buffer when it has a newer one of its own.
  wait('it resolves', function()
    return not diagnostic('name/unresolved')
  end)
  done('completion with its `use`')
end

-- Definition leads into another file.
at('reads Report', 8)
vim.lsp.buf.definition()
wait('the definition in model.averment', function()
  return vim.fs.basename(vim.api.nvim_buf_get_name(0)) == 'model.averment'
end)
check('the cursor is on the name', vim.api.nvim_get_current_line():find('^entity Report'), vim.api.nvim_get_current_line())
done('definition across files')

-- Hover.
do
  local hover = request('textDocument/hover')
  check('the hover speaks of it', hover and vim.inspect(hover.contents):find('A saved question', 1, true), hover)
  done('hover')
end

-- A code action is applied.
vim.cmd('bwipeout! ' .. vim.fn.fnameescape(specs .. '/reports/new.averment'))
vim.cmd.edit(specs .. '/reports/action.averment')
lines('module reports.action\n\nspec Action {\n  flow F {\n    step A {\n      reads reports.model.Report.rowz\n    }\n  }\n}')
wait('a client', client)
wait('name/unresolved', function()
  return diagnostic('name/unresolved')
end)
at('rowz', 1)
do
  vim.lsp.buf.code_action({
    apply = true,
    filter = function(action)
      return action.title:find('rows', 1, true) ~= nil
    end,
  })
  wait('the action to write `rows`', function()
    return vim.fn.search('Report.rows$', 'nw') > 0
  end)
  done('code action')
end

-- Inlay hints and code lenses are on without being asked for.
open('reports/csv-export.averment')
do
  local function on()
    return vim.lsp.inlay_hint.is_enabled({ bufnr = 0 })
  end
  check('inlay hints are on', on())
  wait('an inlay hint', function()
    return #vim.lsp.inlay_hint.get({ bufnr = 0 }) > 0
  end)
  done('inlay hints')
  -- Neovim 0.11 takes the number of the buffer, later ones a filter.
  local buffer = vim.api.nvim_get_current_buf()
  local which = vim.fn.has('nvim-0.12') == 1 and { bufnr = buffer } or buffer
  wait('a code lens', function()
    return #vim.lsp.codelens.get(which) > 0
  end)
  done('code lenses')
end

-- *Specify* writes the edge case that a question asks for.
open('claims/claims.averment')
do
  local function actions()
    local params = vim.lsp.util.make_range_params(0, client().offset_encoding)
    params.context = { diagnostics = vim.tbl_map(function(d)
      return d.user_data.lsp
    end, vim.diagnostic.get(0, { lnum = vim.api.nvim_win_get_cursor(0)[1] - 1 })) }
    return vim.lsp.buf_request_sync(0, 'textDocument/codeAction', params, 30000)[client().id].result or {}
  end
  wait('a question about an edge case', function()
    return vim.iter(vim.diagnostic.get(0)):any(function(d)
      return tostring(d.code):find('^edge/') ~= nil
    end)
  end)
  local specify
  for _, question in ipairs(vim.diagnostic.get(0)) do
    vim.api.nvim_win_set_cursor(0, { question.lnum + 1, question.col })
    specify = specify or vim.iter(actions()):find(function(action)
      return action.title:find('^Specify') ~= nil
    end)
    if specify then
      break
    end
  end
  check('an action specifies it', specify, vim.diagnostic.get(0))
  local lines_before = vim.api.nvim_buf_line_count(0)
  vim.lsp.buf.code_action({
    apply = true,
    filter = function(action)
      return action.title == specify.title
    end,
  })
  wait('the edge case', function()
    return vim.api.nvim_buf_line_count(0) > lines_before
  end)
  check('it says what it covers', vim.fn.search('^    covers ', 'nw') > 0, vim.api.nvim_buf_get_lines(0, 0, -1, false))
  -- What follows comes behind the edit: only then may the text be thrown away.
  wait('the cursor where the author goes on', function()
    local at = vim.api.nvim_win_get_cursor(0)
    return vim.api.nvim_get_current_line():sub(at[2] + 1, at[2] + #'…') == '…'
  end)
  vim.cmd('edit!')
  done('*Specify* applied, with the cursor where the author goes on')
end

-- A rename reaches other files, and what is written is on disk.
open('reports/model.averment')
at('entity Report', 7)
vim.lsp.buf.rename('Question')
wait('the name in this file', function()
  return vim.fn.search('^entity Question', 'nw') > 0
end)
vim.cmd('silent wall')
check('model.averment on disk', read('reports/model.averment'):find('entity Question {', 1, true))
check('csv-export.averment on disk', read('reports/csv-export.averment'):find('reads Question.rows, Question.columns', 1, true),
  read('reports/csv-export.averment'))
check('references in prose', read('reports/csv-export.averment'):find('opened a [Question]', 1, true))
done('rename across files, written to disk')

-- The commands.
open('reports/csv-export.averment')
vim.cmd('AvermentCoverage')
wait(':AvermentCoverage', function()
  return vim.bo.filetype == 'averment-coverage'
end)
check('it lists the spec', vim.fn.search('^CsvExport', 'nw') > 0, vim.api.nvim_buf_get_lines(0, 0, -1, false))
at('CsvExport', 0)
vim.api.nvim_feedkeys(vim.keycode('<CR>'), 'x', false)
wait('<CR> to lead to the spec', function()
  return vim.api.nvim_buf_get_name(0):find('csv%-export') ~= nil
end)
vim.cmd('only')
done(':AvermentCoverage')
vim.cmd('AvermentExplain name/unresolved')
wait(':AvermentExplain', function()
  return vim.api.nvim_buf_get_name(0):find('name/unresolved', 1, true) and vim.fn.search('name/unresolved', 'nw') > 0
end)
vim.cmd('close')
done(':AvermentExplain')
open('checkout/checkout.averment')
at('Order.status', 3)
vim.cmd('AvermentMatrix')
wait(':AvermentMatrix of the word under the cursor', function()
  return vim.api.nvim_buf_get_name(0):find('matrix Order.status', 1, true) ~= nil
end)
check('it has the steps', vim.fn.search('moves to paid', 'nw') > 0, vim.api.nvim_buf_get_lines(0, 0, -1, false))
vim.cmd('close')
done(':AvermentMatrix')
open('claims/claims.averment')
vim.cmd('AvermentHints')
wait(':AvermentHints', function()
  return vim.fn.getqflist({ title = 0 }).title == 'Averment: open questions'
end)
check('it lists questions', #vim.fn.getqflist() > 0)
vim.cmd('cclose')
done(':AvermentHints')

-- Every category of edge cases asks somewhere in the example specs, where drafts show all they have. The table of the
-- categories says which there are.
do
  local categories = vim.split(vim.env.AVERMENT_CATEGORIES, ' ', { trimempty = true })
  check('the table has categories', #categories > 0)
  for _, path in ipairs(vim.fn.globpath(specs, '*/averment.toml', true, true)) do
    local config = vim.fn.readfile(path)
    vim.list_extend(config, { '', '[hints]', 'draft = 500' })
    vim.fn.writefile(config, path)
  end
  vim.cmd('AvermentRestart')
  for _, path in ipairs(vim.fn.globpath(specs, '*/*.averment', true, true)) do
    if table.concat(vim.fn.readfile(path), '\n'):find('flow ', 1, true) then
      open(path:sub(#specs + 2))
    end
  end
  -- Answers come in their own time: those of all files are looked at until every category is among them.
  local seen = {}
  vim.wait(60000, function()
    for _, d in ipairs(vim.diagnostic.get()) do
      local category = tostring(d.code):match('^edge/(.*)$')
      local data = d.user_data and d.user_data.lsp and d.user_data.lsp.data
      if category and data and data.category == category then
        seen[category] = true
      end
    end
    return vim.tbl_count(seen) >= #categories
  end, 200)
  for _, category in ipairs(categories) do
    check('a diagnostic of edge/' .. category .. ' with its data', seen[category], vim.tbl_keys(seen))
  end
  done('every category asks')
end

-- The health of it all.
do
  vim.cmd('checkhealth averment')
  local report = table.concat(vim.api.nvim_buf_get_lines(0, 0, -1, false), '\n')
  check('checkhealth is clean', not report:find('ERROR') and not report:find('WARNING') and report:find('running in'), report)
  vim.cmd('bwipeout')
  done('checkhealth')
end

-- The server is killed; the documented command brings it and the diagnostics back.
open('reports/goals.averment')
do
  local function clients()
    return vim.lsp.get_clients({ name = 'averment' })
  end
  -- Neovim does not tell the ids of the processes: those that have us for their parent are they, one for each folder.
  local killed = 0
  for _, pid in ipairs(vim.api.nvim_get_proc_children(vim.fn.getpid())) do
    local process = vim.api.nvim_get_proc(pid)
    if process and process.name:find('averment', 1, true) then
      vim.uv.kill(pid, 'sigkill')
      killed = killed + 1
    end
  end
  check('the servers are processes', killed == #clients() and killed > 0, { killed, #clients() })
  wait('the client to notice', function()
    return #clients() == 0
  end)
  vim.cmd('AvermentRestart')
  wait('a new client', function()
    return client() and client().initialized
  end)
  vim.api.nvim_buf_set_lines(0, -1, -1, false, { 'goal Broken {', '  owner Nobody', '}' })
  wait('the diagnostics', function()
    return diagnostic('name/unresolved')
  end)
  done('killed and restarted')
end

io.stdout:write(('all checks passed with Neovim %s: %d\n'):format(tostring(vim.version()), passed))
vim.cmd('qall!')
