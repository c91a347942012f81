--- A buffer that shows something and goes away with `q`: coverage, a matrix, the page of a rule.
local M = {}

--- Opens a page below, or fills the one of that name that is open already.
---@param name string
---@param filetype string
---@param lines string[]
---@param targets? table<integer, lsp.Location> Where <CR> leads from a line.
---@param encoding? string
function M.open(name, filetype, lines, targets, encoding)
  local title = 'averment://' .. name
  local buffer = vim.fn.bufnr('^' .. vim.fn.escape(title, '[]*?') .. '$')
  if buffer == -1 then
    buffer = vim.api.nvim_create_buf(false, true)
    vim.api.nvim_buf_set_name(buffer, title)
  end
  vim.bo[buffer].modifiable = true
  vim.api.nvim_buf_set_lines(buffer, 0, -1, false, lines)
  vim.bo[buffer].modifiable = false
  vim.bo[buffer].bufhidden = 'wipe'
  -- Some packages of Neovim come without the parser for Markdown that its own file type wants.
  if filetype ~= 'markdown' or pcall(vim.treesitter.language.inspect, 'markdown') then
    vim.bo[buffer].filetype = filetype
  else
    vim.bo[buffer].syntax = filetype
  end
  local window = vim.fn.bufwinid(buffer)
  if window == -1 then
    vim.cmd('botright split')
    window = vim.api.nvim_get_current_win()
    vim.api.nvim_win_set_buf(window, buffer)
    vim.api.nvim_win_set_height(window, math.min(#lines + 1, math.max(8, math.floor(vim.o.lines / 2))))
  else
    vim.api.nvim_set_current_win(window)
  end
  vim.wo[window].wrap = filetype == 'markdown'
  vim.wo[window].number = false
  vim.wo[window].conceallevel = filetype == 'markdown' and 2 or 0
  vim.keymap.set('n', 'q', '<Cmd>close<CR>', { buffer = buffer, desc = 'Close' })
  vim.keymap.set('n', '<CR>', function()
    local target = targets and targets[vim.api.nvim_win_get_cursor(0)[1]]
    if target then
      vim.cmd('wincmd p')
      vim.lsp.util.show_document(target, encoding or 'utf-16', { focus = true })
    end
  end, { buffer = buffer, desc = 'Go to the spec' })
  return buffer
end

return M
