--- The commands of the command line. `:help averment-commands`
local M = {}

local averment = require('averment')
local page = require('averment.page')

local function fail(message)
  vim.notify('averment: ' .. message, vim.log.levels.ERROR)
end

--- Asks the server to run one of its commands.
local function ask(command, argument, on_answer)
  local client = averment.client(vim.api.nvim_get_current_buf())
  if not client then
    return fail('the server is not running; open a spec, or see :checkhealth averment')
  end
  local params = { command = command, arguments = argument and { argument } or {} }
  client:request('workspace/executeCommand', params, function(error, result)
    if error then
      fail(error.message)
    else
      on_answer(result, client)
    end
  end)
end

--- The folder that the command line is to look at: the workspace of the buffer.
local function workspace()
  local client = averment.client(vim.api.nvim_get_current_buf())
  return client and client.root_dir or vim.fs.root(0, { 'averment.toml', '.git' }) or vim.fn.getcwd()
end

--- Runs `averment ARGUMENTS` in the workspace. Exit 1 says that there are findings, which is no failure.
local function run(arguments, on_output)
  local command = vim.list_extend({ averment.program() }, arguments)
  local started, why = pcall(vim.system, command, { cwd = workspace(), text = true, env = { NO_COLOR = '1' } },
    vim.schedule_wrap(function(result)
      if result.code > 1 then
        fail(vim.trim(result.stderr ~= '' and result.stderr or result.stdout))
      else
        on_output(result.stdout)
      end
    end))
  if not started then
    fail(('`%s` could not be started: %s'):format(command[1], why))
  end
end

local function percent(coverage)
  return type(coverage.percent) == 'number' and ('%d%%'):format(coverage.percent) or '–'
end

--- How much of the edge cases each spec answers.
function M.coverage()
  ask('averment.coverage', nil, function(answer, client)
    local width = 4
    for _, spec in ipairs(answer.specs) do
      width = math.max(width, vim.fn.strdisplaywidth(spec.name))
    end
    local function row(name, status, coverage)
      local pad = (' '):rep(width - vim.fn.strdisplaywidth(name))
      return ('%s%s  %-9s %5s  %3d answered  %3d open  %3d waived'):format(
        name, pad, status, percent(coverage), coverage.answered, coverage.open, coverage.waived)
    end
    local lines = { 'How much of the edge cases that the specs raise is answered. <CR> goes to a spec, q closes.', '' }
    local targets = {}
    for _, spec in ipairs(answer.specs) do
      table.insert(lines, row(spec.name, spec.status, spec))
      targets[#lines] = spec.location
    end
    vim.list_extend(lines, { '', row('all', '', answer.total) })
    page.open('coverage', 'averment-coverage', lines, targets, client.offset_encoding)
  end)
end

--- The states of a field against the steps that move it.
function M.matrix(path)
  if path == '' then
    path = vim.fn.expand('<cWORD>'):match('[%w_%-.]+') or ''
  end
  run({ 'hints', '--matrix', path, '.' }, function(output)
    page.open('matrix ' .. path, 'text', vim.split(vim.trim(output), '\n'))
  end)
end

--- The questions that the specs leave open, in the quickfix list, the heaviest of each spec first.
function M.hints()
  local root = workspace()
  local kinds = { error = 'E', warning = 'W', information = 'I', hint = 'N' }
  run({ 'hints', '--format', 'json', '.' }, function(output)
    local items = {}
    for _, spec in ipairs(vim.json.decode(output).specs) do
      for _, question in ipairs(spec.questions) do
        table.insert(items, {
          filename = vim.fs.joinpath(root, spec.path),
          lnum = question.range.start.line,
          vcol = 1,
          col = question.range.start.column,
          text = ('%s: %s'):format(question.category, question.message),
          type = kinds[question.severity] or 'N',
        })
      end
    end
    vim.fn.setqflist({}, ' ', { title = 'Averment: open questions', items = items })
    if #items > 0 then
      vim.cmd('botright copen')
    else
      vim.notify('averment: no open questions')
    end
  end)
end

--- What the code lenses of the server run: the places they speak of, in the quickfix list.
---@param command lsp.Command
---@param context { client_id: integer }
function M.show_references(command, context)
  local client = vim.lsp.get_client_by_id(context.client_id)
  local locations = command.arguments and command.arguments[3] or {}
  local items = vim.lsp.util.locations_to_items(locations, client and client.offset_encoding or 'utf-16')
  vim.fn.setqflist({}, ' ', { title = command.title, items = items })
  vim.cmd('botright copen')
end

--- The code of the finding under the cursor, the one nearest to it on its line first.
local function code_at_cursor()
  local cursor = vim.api.nvim_win_get_cursor(0)
  local found = vim.diagnostic.get(0, { lnum = cursor[1] - 1 })
  table.sort(found, function(a, b)
    return math.abs(a.col - cursor[2]) < math.abs(b.col - cursor[2])
  end)
  for _, diagnostic in ipairs(found) do
    if diagnostic.source == 'averment' and diagnostic.code then
      return tostring(diagnostic.code)
    end
  end
end

--- The page of a rule.
function M.explain(code)
  code = code ~= '' and code or code_at_cursor()
  if not code then
    return fail('no finding on this line; `:AvermentExplain edge/empty` explains a rule by its code')
  end
  ask('averment.rule', { code = code }, function(answer)
    if answer == nil or answer == vim.NIL then
      return fail(('no rule has the code `%s`'):format(code))
    end
    page.open(code, 'markdown', vim.split(vim.trim(answer.markdown), '\n'))
  end)
end

function M.create()
  local function command(name, desc, action, options)
    vim.api.nvim_create_user_command(name, action, vim.tbl_extend('error', { desc = desc }, options or {}))
  end
  command('AvermentCoverage', 'How much of the edge cases each spec answers', M.coverage)
  command('AvermentHints', 'The questions that the specs leave open, in the quickfix list', M.hints)
  command('AvermentMatrix', 'The states of a field against the steps that move it', function(arguments)
    M.matrix(arguments.args)
  end, { nargs = '?' })
  command('AvermentExplain', 'The page of a rule: of the finding under the cursor, or of a code', function(arguments)
    M.explain(arguments.args)
  end, { nargs = '?' })
  command('AvermentRestart', 'Stop the server and start it again', function()
    averment.restart(function()
      vim.notify('averment: restarted')
    end)
  end)
  command('AvermentBuildParser', 'Compile the tree-sitter parser', function()
    require('averment.treesitter').build()
  end)
end

return M
